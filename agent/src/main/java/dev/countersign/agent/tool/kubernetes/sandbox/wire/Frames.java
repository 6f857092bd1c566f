package dev.countersign.agent.tool.kubernetes.sandbox.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A web socket in Kubernetes' channel protocol: what a command writes, and how it ended. */
public final class Frames {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");
    private static final int PATIENCE = 1_000;
    private static final int BINARY = 0x82;
    private static final int CLOSE = 0x88;
    private static final int NORMAL = 1_000;
    private static final int SHORT = 125;

    private final OutputStream out;

    private Frames(OutputStream out) {
        this.out = out;
    }

    static void talk(Socket client, Head head, Front.Work work)
            throws IOException, InterruptedException {
        OutputStream out = new BufferedOutputStream(client.getOutputStream());
        out.write(handshake(head).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        Frames frames = new Frames(out);
        int exit = work.run(frames);
        frames.write(3, Json.bytes(ended(exit)));
        frames.frame(CLOSE, ByteBuffer.allocate(2).putShort((short) NORMAL).array());
        client.setSoTimeout(PATIENCE);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    public void out(String text) throws IOException {
        write(1, text.getBytes(StandardCharsets.UTF_8));
    }

    public void errors(String text) throws IOException {
        write(2, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(int channel, byte[] bytes) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(channel);
        message.write(bytes);
        frame(BINARY, message.toByteArray());
    }

    private void frame(int kind, byte[] payload) throws IOException {
        out.write(kind);
        if (payload.length <= SHORT) {
            out.write(payload.length);
        } else if (payload.length <= 0xFFFF) {
            out.write(126);
            out.write(ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            out.write(127);
            out.write(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        out.write(payload);
        out.flush();
    }

    private static String handshake(Head head) {
        List<String> offered = Arrays.stream(
                        head.header("sec-websocket-protocol").split(","))
                .map(String::strip)
                .toList();
        String protocol = PROTOCOLS.stream()
                .filter(offered::contains)
                .findFirst()
                .map(p -> "Sec-WebSocket-Protocol: " + p + "\r\n")
                .orElse("");
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accepted(head.header("sec-websocket-key")) + "\r\n"
                + protocol + "\r\n";
    }

    /** The digest that the protocol asks for; it proves nothing and hides nothing. */
    private static String accepted(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static ObjectNode ended(int exit) {
        ObjectNode status = Json.object();
        status.putObject("metadata");
        if (exit == 0) {
            return status.put("status", "Success");
        }
        status.put("status", "Failure")
                .put("reason", "NonZeroExitCode")
                .put("message", "command terminated with non-zero exit code: exit code " + exit);
        status.putObject("details")
                .putArray("causes")
                .addObject()
                .put("reason", "ExitCode")
                .put("message", Integer.toString(exit));
        return status;
    }
}
