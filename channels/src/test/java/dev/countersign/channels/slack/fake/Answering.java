package dev.countersign.channels.slack.fake;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call of a Web API method and how Slack answers it. */
final class Answering {
    private Answering() {}

    record Call(String method, Map<String, String> form, String token) {
        String need(String name) throws Refused {
            var value = form.get(name);
            if (value == null || value.isEmpty()) {
                throw new Refused("missing_argument", List.of("missing " + name));
            }
            return value;
        }

        Optional<String> maybe(String name) {
            return Optional.ofNullable(form.get(name)).filter(value -> !value.isEmpty());
        }
    }

    /** {@code ok: false}. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String error;
        private final transient List<String> messages;

        Refused(String error) {
            this(error, List.of());
        }

        Refused(String error, List<String> messages) {
            super(error + " " + messages);
            this.error = error;
            this.messages = messages;
        }

        JsonObject json() {
            var json = new JsonObject();
            json.addProperty("ok", false);
            json.addProperty("error", error);
            if (!messages.isEmpty()) {
                var all = new JsonArray();
                messages.forEach(all::add);
                var metadata = new JsonObject();
                metadata.add("messages", all);
                json.add("response_metadata", metadata);
            }
            return json;
        }
    }

    static JsonObject ok() {
        var json = new JsonObject();
        json.addProperty("ok", true);
        return json;
    }

    static JsonObject ok(String name, String value) {
        var json = ok();
        json.addProperty(name, value);
        return json;
    }
}
