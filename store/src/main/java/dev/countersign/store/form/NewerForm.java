package dev.countersign.store.form;

/** A row was kept by a newer release than this one; it is left as it is. */
public final class NewerForm extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String REMEDY =
            " Start the newer release again. The row is left as it is.";

    NewerForm(String row, int format) {
        super(row + " was kept by a newer release, in format " + format
                + "; this release reads up to format " + Codec.FORMAT + "." + REMEDY);
    }

    /** It says something that this release has no word for. */
    NewerForm(String row, Class<?> type, Throwable cause) {
        super(
                row + " was kept by a newer release: its " + type.getSimpleName()
                        + " has a field or a case that this release does not know, and it is not"
                        + " read without it." + REMEDY,
                cause);
    }
}
