package dev.countersign.channels.slack.api;

import com.slack.api.methods.request.files.FilesCompleteUploadExternalRequest.FileDetails;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Puts a text file into a thread. */
public final class Uploads {
    /** The largest snippet that Slack takes. */
    public static final int MOST_BYTES = 1_000_000;

    private static final int FINE = 200;

    private final SlackApi api;
    private final Messages messages;
    private final HttpClient http;
    private final Duration timeout;

    public Uploads(SlackApi api, Messages messages, Duration timeout) {
        this.api = api;
        this.messages = messages;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    /** A file of ours; its name is its own, so that it can be found again. */
    public record TextFile(String name, String title, String text) {}

    /** Uploads, unless a file of this name arrived at an earlier try. */
    public void put(Place where, TextFile file, boolean again) throws SlackFault {
        if (again && messages.hasFile(where, file.name())) {
            return;
        }
        var bytes = file.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            throw SlackFault.ours("a file of " + bytes.length + " bytes is too large for Slack");
        }
        var slot = api.call(
                "files.getUploadURLExternal",
                methods -> methods.filesGetUploadURLExternal(
                        r -> r.filename(file.name()).length(bytes.length).snippetType("text")));
        send(slot.getUploadUrl(), bytes);
        var details =
                FileDetails.builder().id(slot.getFileId()).title(file.title()).build();
        api.call(
                "files.completeUploadExternal",
                methods -> methods.filesCompleteUploadExternal(r -> r.files(List.of(details))
                        .channelId(where.channel())
                        .threadTs(where.thread().orElse(null))));
    }

    private void send(String url, byte[] bytes) throws SlackFault {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(timeout)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(bytes))
                .build();
        var status = status(request);
        if (status != FINE) {
            throw SlackFault.status("the upload of a file", status, null);
        }
    }

    private int status(HttpRequest request) throws SlackFault {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException silent) {
            throw SlackFault.network("the upload of a file", silent);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw SlackFault.network("the upload of a file", new IOException(stopped));
        }
    }
}
