package dev.countersign.store.form;

/** A row was kept by a newer release than this one; it is left as it is. */
public final class NewerForm extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String row;
    private final int format;

    NewerForm(String row, int format) {
        super(row + " was kept by a newer release, in format " + format
                + "; this release reads up to format " + Codec.FORMAT
                + ". Start the newer release again. The row is left as it is.");
        this.row = row;
        this.format = format;
    }

    public String row() {
        return row;
    }

    public int format() {
        return format;
    }
}
