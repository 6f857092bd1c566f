package dev.countersign.agent.catalog.manifest.tools;

import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.catalog.Setting;
import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads values that may hold secrets, and where the secrets are. */
public final class Settings {
    private Settings() {}

    /** Where a secret is: in the environment, in a file or among the cluster's secrets. */
    public static Optional<SecretRef> secret(Section from) {
        var found = new ArrayList<SecretRef>();
        from.text("env").ifPresent(env -> found.add(new SecretRef.Env(env)));
        from.text("file").ifPresent(file -> found.add(new SecretRef.File(file)));
        from.section("secretKeyRef").ifPresent(ref -> found.add(inCluster(ref)));
        from.done();
        if (found.size() != 1) {
            from.findings()
                    .error(
                            from.line(),
                            from.path(),
                            "Name exactly one of env, file and secretKeyRef.");
        }
        return found.stream().findFirst();
    }

    static SecretRef inCluster(Section ref) {
        var secret = new SecretRef.Kubernetes(ref.needText("name"), ref.needText("key"));
        ref.done();
        return secret;
    }

    /** Values by name: a block of names, or a list of {@code {name, value or valueFrom}}. */
    public static Map<String, Setting> named(Section section, String key) {
        var settings = new LinkedHashMap<String, Setting>();
        var field = section.field(key);
        if (field.isPresent() && field.get().value() instanceof Field.Block) {
            var block = Section.of(field.get(), section.findings());
            block.keys().forEach(name -> one(block, name).ifPresent(s -> settings.put(name, s)));
            return settings;
        }
        for (Section each : section.sections(key)) {
            var name = each.needText("name");
            setting(each).ifPresent(s -> settings.put(name, s));
        }
        return settings;
    }

    private static Optional<Setting> one(Section block, String name) {
        return block.field(name)
                .flatMap(field -> field.value() instanceof Field.Block
                        ? setting(Section.of(field, block.findings()))
                        : block.text(name).map(Setting.Text::new));
    }

    private static Optional<Setting> setting(Section each) {
        var before = each.text("prefix").orElse("");
        var from = each.section("valueFrom").flatMap(Settings::secret);
        var text = each.text("value");
        each.done();
        if (each.has("value") == each.has("valueFrom")) {
            each.findings().error(each.line(), each.path(), "Write one of value and valueFrom.");
        }
        return from.<Setting>map(ref -> new Setting.Secret(before, ref))
                .or(() -> text.map(t -> new Setting.Text(before + t)));
    }
}
