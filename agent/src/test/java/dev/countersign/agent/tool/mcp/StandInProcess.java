package dev.countersign.agent.tool.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.agent.catalog.McpServerSpec.Transport;
import dev.countersign.agent.catalog.Setting;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The small MCP server as a program: a message a line, in and out. */
public final class StandInProcess {
    private StandInProcess() {}

    /** How this program is started. */
    static Transport.Stdio transport(Map<String, Setting> environment) {
        return new Transport.Stdio(
                System.getProperty("java.home") + "/bin/java",
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandInProcess.class.getName()),
                environment);
    }

    public static void main(String[] args) throws Exception {
        var json = new ObjectMapper();
        var tools = new StandInTools();
        System.err.println("stand-in: ready");
        System.out.println("some servers print what is no message");
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            var message = json.readTree(line);
            Thread.ofPlatform().daemon().start(() -> tools.answer(message)
                    .ifPresent(answer -> System.out.println(answer)));
        }
    }
}
