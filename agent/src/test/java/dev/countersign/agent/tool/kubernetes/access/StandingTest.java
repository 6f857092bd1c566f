package dev.countersign.agent.tool.kubernetes.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.Invocation.Requester;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiAnswer;
import dev.countersign.agent.tool.kubernetes.api.ApiRequest;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.ClusterName;
import dev.countersign.agent.tool.kubernetes.api.Exec;
import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.agent.tool.kubernetes.api.ResourceType;
import dev.countersign.agent.tool.kubernetes.api.ResourceTypes;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Few questions to the authorizer, and a right on one object is enough for that object. */
class StandingTest {
    private static final ResourceType MAPS = new ResourceType(
            "", "v1", "ConfigMap", "configmaps", "configmap", List.of(), true, List.of());
    private static final Requester DANA =
            new Requester("dana", Set.of("dana@example.com"), Set.of("oncall", "system:masters"));

    private final List<JsonNode> asked = new ArrayList<>();
    private Predicate<JsonNode> allows = attributes -> true;

    private final class Authorizer implements Cluster, Api.Wire {
        @Override
        public ClusterName name() {
            return new ClusterName("east", "", "", "");
        }

        @Override
        public Api as(Requester requester) {
            throw new AssertionError("a review is asked by ourselves");
        }

        @Override
        public Api asItself() {
            return new Api(this, new ResourceTypes(path -> Json.newObject()), "us");
        }

        @Override
        public ApiAnswer send(ApiRequest request, int maxBytes) {
            JsonNode spec = Json.read(request.body()).orElseThrow().path("spec");
            asked.add(spec);
            boolean yes = allows.test(spec.path("resourceAttributes"));
            String body = "{\"status\":{\"allowed\":" + yes + "}}";
            return new ApiAnswer(201, body.getBytes(StandardCharsets.UTF_8), false, List.of());
        }

        @Override
        public Exec.Result run(Exec exec) {
            throw new AssertionError("nothing is run");
        }
    }

    private Standing dana() {
        return new Standing(new Authorizer(), DANA);
    }

    private static List<Right> patches(int objects) {
        return IntStream.range(0, objects)
                .mapToObj(i -> new Right("patch", MAPS, "", "shop", "m" + i))
                .toList();
    }

    @Test
    void a_right_on_the_namespace_is_one_question_for_all_its_objects() {
        assertThat(dana().lacks(() -> patches(300))).isEmpty();

        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().path("user").asText()).isEqualTo("dana@example.com");
        assertThat(asked.getFirst().path("groups").toString())
                .contains("oncall", "system:authenticated")
                .doesNotContain("system:masters");
    }

    @Test
    void a_right_on_each_single_object_is_enough() {
        allows = attributes -> attributes.path("name").asText().startsWith("m");
        assertThat(dana().lacks(() -> patches(3))).isEmpty();

        allows = attributes -> attributes.path("name").asText().equals("m0");
        assertThat(dana().lacks(() -> patches(3)))
                .contains("dana@example.com may not patch configmaps in shop on east.");
    }

    @Test
    void too_many_single_rights_are_not_looked_up_and_so_not_there() {
        allows = attributes -> attributes.path("name").asText().startsWith("m");
        assertThat(dana().lacks(() -> patches(300)).orElseThrow()).contains("More than 100 single");
        assertThat(asked.size()).isLessThan(110);
    }
}
