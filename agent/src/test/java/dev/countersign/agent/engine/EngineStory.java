package dev.countersign.agent.engine;

import dev.countersign.agent.tool.ToolClass;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;

/** What stories about the engine share: a workplace with a tool that looks and one that changes. */
@Timeout(60)
public abstract class EngineStory {
    Workplace at;
    CountingTool read;
    CountingTool write;

    @BeforeAll
    static void look_often() {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Town.OFTEN);
    }

    /** Where this round of the stories keeps its runs. */
    protected abstract EngineStores stores();

    @BeforeEach
    void open() {
        at = new Workplace(stores());
        read = at.with(CountingTool.of("look", ToolClass.READ));
        write = at.with(CountingTool.of("change", ToolClass.WRITE));
    }

    /** A message that makes the model propose one change, and then say that it is done. */
    String changing() {
        at.takes(Workplace.calls(Workplace.call("change", "{\"n\":1}")), Workplace.says("Done."));
        return at.hears("change it");
    }

    @AfterEach
    void stop() {
        at.close();
    }
}
