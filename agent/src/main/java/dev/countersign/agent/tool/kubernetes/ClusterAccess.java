package dev.countersign.agent.tool.kubernetes;

import dev.countersign.agent.tool.Invocation.Requester;
import dev.countersign.agent.tool.kubernetes.access.Account;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiRequest;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.ClusterName;
import dev.countersign.agent.tool.kubernetes.api.ResourceTypes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Utils;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The way to one cluster: sandbox, kubeconfig or the cluster we run in. Used by many threads. */
public final class ClusterAccess implements Cluster, AutoCloseable {
    private static final String SERVICE_HOST = Config.KUBERNETES_SERVICE_HOST_PROPERTY;
    private static final String TRY_KUBECONFIG =
            Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY;

    private final KubernetesClient client;
    private final HttpClient http;
    private final ClusterName name;
    private final Identity identity;
    private final Times times;
    private final ResourceTypes types;

    /** As whom requests are made. */
    public enum Identity {
        /** As this process. */
        OURS,
        /** As the Kubernetes user of the person the run works for. */
        REQUESTER
    }

    /** How long we wait for a connection, and for a whole answer. */
    public record Times(Duration connect, Duration answer) {
        public static final Times USUAL = new Times(Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    private ClusterAccess(Config config, ClusterName name, Identity identity, Times times) {
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        this.http = client.getHttpClient()
                .newBuilder()
                .addOrReplaceInterceptor("CALL", new NamesTheCall())
                .build();
        this.name = name;
        this.identity = identity;
        this.times = times;
        Api.Wire ours = new FabricWire(client, http, times.answer(), Impersonation.NONE);
        this.types =
                new ResourceTypes(path -> new Api(ours, none(), "").json(ApiRequest.get(path)));
    }

    private ClusterAccess(ClusterAccess same, ClusterName name) {
        this.client = same.client;
        this.http = same.http;
        this.name = name;
        this.identity = same.identity;
        this.times = same.times;
        this.types = same.types;
    }

    /** The same cluster under a name of ours, by which agents and policies know it. */
    public ClusterAccess called(String ours) {
        String target = ours + " " + name.target();
        return new ClusterAccess(
                this, new ClusterName(ours, name.context(), name.server(), target));
    }

    /** A sandbox; its address may change at every start, what it is to a yes does not. */
    public static ClusterAccess sandbox(URI server, Times times) {
        return sandbox(server, Identity.OURS, times);
    }

    public static ClusterAccess sandbox(URI server, Identity identity, Times times) {
        Config config = patient(
                new ConfigBuilder(Config.empty())
                        .withMasterUrl(server.toString())
                        .build(),
                times);
        var name = new ClusterName("sandbox", "sandbox", server.toString(), "sandbox");
        return new ClusterAccess(config, name, identity, times);
    }

    /** A kubeconfig file, or the usual one; a context of it, or its current one. */
    public static ClusterAccess kubeconfig(
            Optional<Path> file, Optional<String> context, Identity identity, Times times) {
        Config read = file.map(path -> read(path, context)).orElseGet(() -> usual(context));
        Config config = patient(read, times);
        var current = Optional.ofNullable(config.getCurrentContext());
        String found = current.map(c -> c.getName()).or(() -> context).orElse("");
        String cluster = current.map(c -> c.getContext().getCluster()).orElse(found);
        return new ClusterAccess(config, named(cluster, found, config), identity, times);
    }

    /** The cluster this process runs in, by its service account; never a kubeconfig beside it. */
    public static ClusterAccess inCluster(Identity identity, Times times) {
        if (Utils.getSystemPropertyOrEnvVar(SERVICE_HOST, "").isEmpty()) {
            throw new IllegalStateException("This process runs in no cluster: " + SERVICE_HOST
                    + " is not set. Use cluster: kubeconfig, or start it in a pod.");
        }
        Config config = patient(serviceAccount(), times);
        return new ClusterAccess(config, named("in-cluster", "", config), identity, times);
    }

    /** The library asks for it by a property of the process, so nobody else may ask meanwhile. */
    private static synchronized Config serviceAccount() {
        String before = System.setProperty(TRY_KUBECONFIG, "false");
        try {
            return Config.autoConfigure(null);
        } finally {
            if (before == null) {
                System.clearProperty(TRY_KUBECONFIG);
            } else {
                System.setProperty(TRY_KUBECONFIG, before);
            }
        }
    }

    private static synchronized Config usual(Optional<String> context) {
        return Config.autoConfigure(context.orElse(null));
    }

    private static ClusterName named(String cluster, String context, Config config) {
        String server = config.getMasterUrl();
        return new ClusterName(cluster, context, server, context + " " + server);
    }

    private static Config read(Path file, Optional<String> context) {
        return context.map(name -> Config.fromKubeconfig(name, file.toFile()))
                .orElseGet(() -> Config.fromKubeconfig(file.toFile()));
    }

    /** Retries are ours to decide: a write that is sent twice in silence would break a promise. */
    private static Config patient(Config config, Times times) {
        return new ConfigBuilder(config)
                .withConnectionTimeout((int) times.connect().toMillis())
                .withRequestTimeout((int) times.answer().toMillis())
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    /** Tells the API server, and its audit log, which call of ours a request belongs to. */
    private static final class NamesTheCall implements Interceptor {
        @Override
        public void before(BasicBuilder sent, HttpRequest request, RequestTags tags) {
            request.headers(FabricWire.AGENT).forEach(name -> sent.setHeader("User-Agent", name));
        }
    }

    private static ResourceTypes none() {
        return new ResourceTypes(path -> {
            throw new IllegalStateException("discovery asked itself for " + path);
        });
    }

    @Override
    public ClusterName name() {
        return identity == Identity.OURS
                ? name
                : new ClusterName(
                        name.cluster(),
                        name.context(),
                        name.server(),
                        name.target() + " as requester");
    }

    @Override
    public Api as(Requester requester) {
        return switch (identity) {
            case OURS -> asItself();
            case REQUESTER -> impersonating(requester);
        };
    }

    @Override
    public Api asItself() {
        String user =
                Optional.ofNullable(client.getConfiguration().getUsername()).orElse("");
        String words = user.isEmpty() ? "the account of this bot" : user;
        return api(Impersonation.NONE, words);
    }

    private Api impersonating(Requester requester) {
        var account = Account.of(requester, ", and this cluster is used as the requester");
        return api(new Impersonation(Optional.of(account)), account.user());
    }

    private Api api(Impersonation as, String words) {
        return new Api(new FabricWire(client, http, times.answer(), as), types, words);
    }

    /** Where this process is at home; secrets that manifests name are looked up there. */
    public String namespace() {
        return Optional.ofNullable(client.getConfiguration().getNamespace()).orElse("default");
    }

    @Override
    public void close() {
        client.close();
    }
}
