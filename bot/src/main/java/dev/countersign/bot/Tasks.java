package dev.countersign.bot;

import dev.countersign.agent.catalog.Catalog;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.catalog.TaskSpec;
import dev.countersign.agent.engine.FrontDesk;
import dev.countersign.agent.engine.FrontDesk.Answer;
import dev.countersign.agent.engine.FrontDesk.Words;
import dev.countersign.bot.standing.TaskRuns;
import dev.countersign.channels.Conversation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the tasks of the catalog, each once for its name and content. */
final class Tasks {
    private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);

    private final FrontDesk desk;
    private final Catalog catalog;

    Tasks(FrontDesk desk, Catalog catalog) {
        this.desk = desk;
        this.catalog = catalog;
    }

    void start() {
        begin(catalog.now());
        catalog.onChange(this::begin);
    }

    private void begin(Snapshot now) {
        now.tasks().values().forEach(this::begin);
    }

    private void begin(TaskSpec task) {
        var delivery = TaskRuns.delivery(task);
        var words = new Words(
                task.agent(),
                task.message(),
                "task:" + task.name(),
                new Conversation("task", delivery.id()),
                delivery);
        if (desk.say(words) instanceof Answer.Refused refused) {
            LOG.warn(
                    "task {} was not started: {}; it is tried again when the manifests change",
                    task.name(),
                    refused.sentence());
        }
    }
}
