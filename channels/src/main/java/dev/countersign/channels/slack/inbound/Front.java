package dev.countersign.channels.slack.inbound;

import dev.countersign.channels.Inbox;
import dev.countersign.channels.Questions;
import dev.countersign.channels.slack.api.Views;
import dev.countersign.channels.slack.api.Workspace;
import dev.countersign.channels.slack.block.Approving;
import dev.countersign.channels.slack.desk.SlackDesk;
import dev.countersign.channels.slack.kit.ButtonSeal;

import java.util.Optional;

/** What every listener works with; {@code agent} is whom a mention is for. */
public record Front(
        Inbox inbox,
        Questions questions,
        SlackDesk desk,
        Workspace workspace,
        Members members,
        Views views,
        Aside aside,
        ButtonSeal seal,
        Approving approving,
        Optional<String> agent) {}
