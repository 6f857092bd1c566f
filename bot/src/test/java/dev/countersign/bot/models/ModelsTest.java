package dev.countersign.bot.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.catalog.ModelSpec.Substitutes;
import dev.countersign.agent.catalog.ModelSpec.Way;
import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.aws.AccessKey;
import dev.countersign.agent.run.Message;
import dev.countersign.bot.secrets.Secrets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which provider is asked where and in which words, and what is said of one that cannot be. */
@Timeout(60)
class ModelsTest {
    private static final Prompt NOTHING = new Prompt("", List.of(), List.of(), words -> {});

    @TempDir
    private Path temp;

    @ParameterizedTest
    @CsvSource({
        "openai,, OPENAI, https://api.openai.com/v1",
        "openai, http://vllm:8000/v1/, OPENAI, http://vllm:8000/v1",
        "anthropic,, ANTHROPIC, https://api.anthropic.com/v1",
        "anthropic, http://gateway, ANTHROPIC, http://gateway/v1",
        "google,, GEMINI, https://generativelanguage.googleapis.com/v1beta",
        "google, https://g.example.com/v1beta/openai, OPENAI, https://g.example.com/v1beta/openai",
        "ollama, http://gpu:11434, OLLAMA, http://gpu:11434",
        "ollama, http://gpu:11434/v1, OPENAI, http://gpu:11434/v1",
        "azure-openai, https://a.openai.azure.com/, AZURE, https://a.openai.azure.com/openai/v1",
        "mistral,, MISTRAL, https://api.mistral.ai/v1"
    })
    void each_provider_is_asked_where_it_answers_and_in_its_words(
            String provider, String url, Provider.Words words, String address) {
        var known = Provider.named(provider).orElseThrow();

        assertThat(known.address(spec(provider, url))).hasValue(address);
        assertThat(known.words(address)).isEqualTo(words);
    }

    @Test
    void azure_with_a_version_is_asked_by_its_deployment() {
        var spec = new ModelSpec(
                "m",
                "azure-openai",
                Optional.of("gpt-4o"),
                Optional.of("https://a.openai.azure.com"),
                Optional.empty(),
                Map.of("apiVersion", "2024-10-21", "deployment", "ours"));

        assertThat(Provider.AZURE.address(spec))
                .hasValue("https://a.openai.azure.com/openai/deployments/ours");
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, europe-west1, https://europe-west1-aiplatform.googleapis.com, google",
        "claude-sonnet-4-5, global, https://aiplatform.googleapis.com, anthropic"
    })
    void a_model_in_vertex_is_asked_below_the_name_of_its_maker(
            String model, String location, String host, String maker) {
        var place = Map.of("project", "p1", "location", location);
        var spec = new ModelSpec(
                "m", "vertex", Optional.of(model), Optional.empty(), Optional.empty(), place);

        assertThat(Provider.VERTEX.address(spec))
                .hasValue(host + "/v1/projects/p1/locations/" + location + "/publishers/" + maker);
    }

    @Test
    void a_key_of_iam_is_put_together_from_one_secret_and_read_anew_each_time() throws Exception {
        var folder = Files.createDirectories(temp.resolve("aws"));
        Files.writeString(folder.resolve("AWS_ACCESS_KEY_ID"), "AKIDEXAMPLE\n");
        Files.writeString(folder.resolve("AWS_SECRET_ACCESS_KEY"), "one\n");
        var spec = new ModelSpec(
                "m",
                "bedrock",
                Optional.of("x"),
                Optional.empty(),
                Optional.of(new ModelSpec.SecretRef.Kubernetes("aws", "AWS_ACCESS_KEY_ID")),
                Map.of("region", "eu-west-1"));
        var key = new BedrockKey(new Secrets(temp, Secrets.Cluster.NONE, InstantSource.system()))
                .of(spec);

        assertThat(key.name()).isEqualTo("aws/AWS_ACCESS_KEY_ID");
        assertThat(AccessKey.in(key.read()))
                .contains(new AccessKey(
                        "AKIDEXAMPLE", "one", Optional.empty(), Optional.of("eu-west-1")));
        Files.writeString(folder.resolve("AWS_SECRET_ACCESS_KEY"), "two\n");
        Files.writeString(folder.resolve("AWS_SESSION_TOKEN"), "session\n");
        assertThat(AccessKey.in(key.read()))
                .contains(new AccessKey(
                        "AKIDEXAMPLE", "two", Optional.of("session"), Optional.of("eu-west-1")));
    }

    @ParameterizedTest
    @CsvSource({
        "azure-openai,, Set baseUrl",
        "bedrock,, Set parameters.region",
        "vertex,, Its key is an access token",
        "openai, ftp://x, is no http or https address"
    })
    void what_cannot_be_asked_says_why_and_what_to_do(String provider, String url, String words) {
        var spec = spec(provider, url);
        var model = models().open("m", Map.of("m", spec)).orElseThrow();

        assertThat(models().check(spec).ready()).isFalse();
        assertThat(models().check(spec).detail()).contains(words);
        assertThatThrownBy(() -> model.think(NOTHING))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContaining("Model m cannot be used")
                .hasMessageContaining(words);
    }

    @Test
    void a_proxy_that_is_none_is_said_of_the_model_that_names_it() {
        var way = new Way(
                Optional.empty(),
                Optional.empty(),
                Optional.of("proxy.example.com"),
                Optional.empty(),
                Map.of());
        var spec = with("m", "openai", way, Substitutes.NONE);

        assertThat(models().check(spec).detail()).contains("http://HOST:PORT");
    }

    @Test
    void a_model_that_is_not_in_this_build_lets_another_think() throws ModelFailure {
        var on = new Substitutes(List.of("rest"), List.of(ModelSpec.Failing.MISSING));
        var first = with("first", "bedrock", Way.USUAL, on);
        var known = Map.of("first", first, "rest", spec("rest", "commands", null));

        var turn = models().open("first", known)
                .orElseThrow()
                .think(new Prompt(
                        "", List.of(new Message.User("hello", "ana")), List.of(), words -> {}));

        assertThat(turn.bill().model()).isEqualTo("rest");
        assertThat(turn.notes().getFirst())
                .startsWith("rest was asked in place of first: Model first cannot be used");
    }

    @Test
    void nobody_waits_for_a_check_and_its_outcome_is_there_soon() {
        var watch = new ModelWatch(models(), InstantSource.system());
        var broken = spec("bedrock", null);
        var fine = spec("rest", "commands", null);
        watch.follow(List.of(broken, fine));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(watch.trouble(broken))
                .hasValueSatisfying(why -> assertThat(why).contains("region")));
        assertThat(watch.lines(List.of(broken, fine)))
                .extracting(line -> line.status().ready())
                .containsExactly(false, true);
        assertThat(watch.trouble(fine)).isEmpty();
    }

    private static ModelSpec spec(String provider, String url) {
        return spec("m", provider, url);
    }

    private static ModelSpec spec(String name, String provider, String url) {
        return new ModelSpec(
                name,
                provider,
                Optional.of("model"),
                Optional.ofNullable(url),
                Optional.empty(),
                Map.of());
    }

    private static ModelSpec with(String name, String provider, Way way, Substitutes substitutes) {
        return new ModelSpec(
                name,
                provider,
                Optional.of("model"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                way,
                substitutes,
                Optional.empty());
    }

    private Models models() {
        var secrets = new Secrets(temp, Secrets.Cluster.NONE, InstantSource.system());
        return new Models(secrets, Duration.ofSeconds(5));
    }
}
