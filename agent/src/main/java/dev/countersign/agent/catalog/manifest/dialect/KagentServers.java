package dev.countersign.agent.catalog.manifest.dialect;

import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Section;

import java.util.List;

/** The tool servers of kagent: at an address, or deployed by it. */
final class KagentServers {
    /** Where kagent's own deployments listen. */
    private static final String PORT = "3000";

    private KagentServers() {}

    static Form remote(Section spec) {
        var protocol = spec.text("protocol").orElse("STREAMABLE_HTTP");
        if (!protocol.equals("STREAMABLE_HTTP")) {
            spec.warning(
                    "protocol",
                    protocol + " is not spoken here; the address is asked in streamable HTTP.");
        }
        spec.field("description");
        var form = Form.only(spec, List.of("url", "timeout"))
                .text("transport", "http")
                .list(
                        "headers",
                        spec.sections("headersFrom").stream()
                                .map(KagentServers::header)
                                .toList());
        Form.unmapped(spec);
        return form;
    }

    private static Field header(Section header) {
        var form = Form.only(header, List.of("name", "value"));
        header.section("valueFrom").ifPresent(from -> {
            if (from.text("type").filter("Secret"::equals).isEmpty()) {
                from.error("type", "Only a Secret can be read here. Write the value itself.");
            }
            var ref = Form.only(from, List.of("name", "key"));
            Form.unmapped(from);
            form.put("valueFrom", Form.at(from).put("secretKeyRef", ref.field()).field());
        });
        Form.unmapped(header);
        return form.field();
    }

    /** What kagent runs in a pod is a child process here, or is found at its service. */
    static Form deployed(Section spec, String name) {
        var stdio = spec.text("transportType").orElse("stdio").equals("stdio");
        var form = Form.only(spec, List.of("timeout")).text("transport", stdio ? "stdio" : "http");
        var deployment = spec.section("deployment");
        if (stdio) {
            var child = deployment.orElseGet(() -> spec.needSection("deployment"));
            form.put("command", child.field("cmd"))
                    .put("args", child.field("args"))
                    .put("env", child.field("env"));
            if (child.has("image")) {
                child.warning(
                        "image", "No pod is made; the command is run beside us and must be here.");
            }
            Form.unmapped(child);
        } else {
            var http = spec.section("httpTransport");
            var port = http.flatMap(h -> h.text("targetPort"))
                    .or(() -> deployment.flatMap(d -> d.text("port")))
                    .orElse(PORT);
            var path = http.flatMap(h -> h.text("path")).orElse("/mcp");
            form.text("url", "http://" + name + ":" + port + path);
            deployment.ifPresent(d -> spec.warning(
                    "deployment", "No pod is made; the server is asked at its service."));
        }
        spec.field("stdioTransport");
        Form.unmapped(spec);
        return form;
    }
}
