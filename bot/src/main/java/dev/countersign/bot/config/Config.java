package dev.countersign.bot.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that can be configured; each part checks itself when it is made. */
public record Config(
        Path data,
        Http http,
        Store store,
        Api api,
        List<Path> manifests,
        Kubernetes kubernetes,
        Optional<SlackSettings> slack,
        Optional<EmailSettings> email,
        List<CallbackSettings> callbacks,
        Limits limits) {

    public Config {
        manifests = List.copyOf(manifests);
        callbacks = List.copyOf(callbacks);
        var named = callbacks.stream().map(CallbackSettings::name).distinct().count();
        if (named < callbacks.size()) {
            throw new IllegalArgumentException("callbacks: two have one name. Rename one");
        }
    }

    /** What holds without a file: everything embedded, and reachable from this machine alone. */
    public static Config embedded() {
        return new Config(
                Path.of("./data"),
                Http.DEFAULT,
                Store.DEFAULT,
                new Api(List.of()),
                List.of(),
                Kubernetes.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Limits.DEFAULT);
    }

    /** Where the server listens, and how people and machines name it. */
    public record Http(String bind, int port, URI baseUrl) {

        public static final Http DEFAULT =
                new Http("127.0.0.1", 8080, URI.create("http://127.0.0.1:8080"));

        public Http {
            Checks.filled("bind", bind);
            Checks.port("port", port, 0);
            Checks.web("baseUrl", baseUrl);
        }
    }

    /**
     * The database, H2 or PostgreSQL; how long ended runs are kept, without it for ever; and the
     * secret that its servers share, without it each has keys of its own.
     */
    public record Store(
            String url, String user, Secret password, Optional<Duration> keep, Secret key) {

        public static final Store DEFAULT = new Store(
                "jdbc:h2:file:./data/countersign",
                "sa",
                Secret.NONE,
                Optional.empty(),
                Secret.NONE);

        /** A shorter one could be guessed from a page that it signed. */
        private static final int SHORTEST_KEY = 32;

        /** Shorter, and an answer could be gone before it was read. */
        private static final Duration SHORTEST = Duration.ofDays(1);

        public Store {
            if (keep.filter(time -> time.compareTo(SHORTEST) < 0).isPresent()) {
                throw new IllegalArgumentException(
                        "keep: at least 1d, so that nobody misses what was answered");
            }
            if (!key.isEmpty() && key.reveal().length() < SHORTEST_KEY) {
                throw new IllegalArgumentException("key: at least " + SHORTEST_KEY
                        + " characters, as openssl rand -hex 32 prints them");
            }
            if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
                throw new IllegalArgumentException(
                        "url: \"" + url + "\" is neither jdbc:h2:... nor jdbc:postgresql:...");
            }
        }
    }

    /** The programs that may call the HTTP API. */
    public record Api(List<Token> tokens) {

        public Api {
            tokens = List.copyOf(tokens);
            var names = new HashSet<String>();
            var values = new HashSet<Secret>();
            for (var token : tokens) {
                if (!names.add(token.name())) {
                    throw new IllegalArgumentException(
                            "tokens: two are called " + token.name() + ". Rename one");
                }
                if (!values.add(token.value())) {
                    throw new IllegalArgumentException("tokens: " + token.name()
                            + " has the same value as another token. Give it its own");
                }
            }
        }
    }

    /** A secret that acts as a person, or in roles. */
    public record Token(String name, Secret value, Optional<String> person, Set<Role> roles) {

        public Token {
            roles = Set.copyOf(roles);
            Checks.filled("name", name);
            Checks.filled("value", value.reveal());
            if (person.isEmpty() && roles.isEmpty()) {
                throw new IllegalArgumentException(
                        "person: token " + name + " needs a person or roles: [operator]");
            }
            if (person.isPresent() && roles.contains(Role.FRONT_END)) {
                throw new IllegalArgumentException("roles: token " + name
                        + " acts as a person, and so cannot be a front-end too");
            }
        }
    }

    /** What a token may do beside, or instead of, acting as a person. */
    public enum Role {
        /** Starts and reads runs and questions; never decides. */
        OPERATOR,
        /** Applies manifests, too. */
        ADMIN,
        /** Names the person it has authenticated, with {@code as}. */
        FRONT_END
    }

    /** Which cluster the tools work with, and as whom; and others that agents may name. */
    public record Kubernetes(
            Cluster cluster,
            Optional<Path> file,
            Optional<String> context,
            Impersonate impersonate,
            List<NamedCluster> clusters) {

        public static final Kubernetes DEFAULT = new Kubernetes(
                Cluster.SANDBOX, Optional.empty(), Optional.empty(), Impersonate.NONE, List.of());

        public Kubernetes {
            clusters = List.copyOf(clusters);
            if (context.isPresent() && cluster != Cluster.KUBECONFIG) {
                throw new IllegalArgumentException(
                        "context: is for cluster: kubeconfig alone. Remove it, or change cluster");
            }
            if (file.isPresent() && cluster != Cluster.KUBECONFIG) {
                throw new IllegalArgumentException(
                        "file: is for cluster: kubeconfig alone. Remove it, or change cluster");
            }
            var names = new HashSet<String>();
            for (var named : clusters) {
                if (!names.add(named.name())) {
                    throw new IllegalArgumentException(
                            "clusters: two are called " + named.name() + ". Rename one");
                }
            }
        }
    }

    /** A cluster by the name that agents and policies use for it. */
    public record NamedCluster(String name, Kubernetes is) {
        private static final String NAME = "[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?";

        public NamedCluster {
            if (!name.matches(NAME)) {
                throw new IllegalArgumentException("name: \"" + name
                        + "\" is no name for a cluster. Use small letters, digits, '-' and '.'");
            }
        }
    }

    /** Where the cluster is. */
    public enum Cluster {
        SANDBOX,
        KUBECONFIG,
        IN_CLUSTER
    }

    /** As whom the cluster is touched. */
    public enum Impersonate {
        NONE,
        REQUESTER
    }
}
