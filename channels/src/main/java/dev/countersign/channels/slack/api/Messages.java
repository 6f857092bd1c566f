package dev.countersign.channels.slack.api;

import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.model.Message;
import com.slack.api.model.ResponseMetadata;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Posting, editing, finding and removing messages. */
public final class Messages {
    /** The type of the metadata by which we know our own messages again. */
    public static final String MARK = "countersign";

    private static final String ID = "id";
    private static final String LABEL = "label";
    private static final int SEARCHED = 100;
    private static final int SEARCHED_PAGES = 5;

    private final SlackApi api;

    public Messages(SlackApi api) {
        this.api = api;
    }

    /** What a message says: blocks as JSON, and the text for notifications and screen readers. */
    public record Draft(String text, String blocks) {}

    /** Posts and gives back the ts; {@code id} is kept with the message. */
    public String post(Place to, Draft draft, String id) throws SlackFault {
        return post(to, draft, Map.of(ID, id));
    }

    /** The same for a message that can also be found by what it is and about what. */
    public String post(Place to, Draft draft, String id, String label) throws SlackFault {
        return post(to, draft, Map.of(ID, id, LABEL, label));
    }

    private String post(Place to, Draft draft, Map<String, Object> marks) throws SlackFault {
        return api.call("chat.postMessage", methods -> send(methods, to, draft, marks))
                .getTs();
    }

    private static ChatPostMessageResponse send(
            MethodsClient methods, Place to, Draft draft, Map<String, Object> marks)
            throws IOException, SlackApiException {
        return methods.chatPostMessage(request -> request.channel(to.channel())
                .threadTs(to.thread().orElse(null))
                .text(draft.text())
                .blocksAsString(draft.blocks())
                .metadata(Message.Metadata.builder()
                        .eventType(MARK)
                        .eventPayload(marks)
                        .build())
                .unfurlLinks(false)
                .unfurlMedia(false));
    }

    public void update(String channel, String ts, Draft draft) throws SlackFault {
        api.call(
                "chat.update",
                methods -> methods.chatUpdate(request -> request.channel(channel)
                        .ts(ts)
                        .text(draft.text())
                        .blocksAsString(draft.blocks())));
    }

    public void delete(String channel, String ts) throws SlackFault {
        api.call(
                "chat.delete",
                methods -> methods.chatDelete(r -> r.channel(channel).ts(ts)));
    }

    /** Says something that only one member of the channel sees. */
    public String whisper(Place to, String user, Draft draft) throws SlackFault {
        return api.call(
                        "chat.postEphemeral",
                        methods ->
                                methods.chatPostEphemeral(request -> request.channel(to.channel())
                                        .threadTs(to.thread().orElse(null))
                                        .user(user)
                                        .text(draft.text())
                                        .blocksAsString(draft.blocks())))
                .getMessageTs();
    }

    public String directChannel(String user) throws SlackFault {
        return api.call(
                        "conversations.open",
                        methods -> methods.conversationsOpen(r -> r.users(List.of(user))))
                .getChannel()
                .getId();
    }

    public String permalink(String channel, String ts) throws SlackFault {
        return api.call(
                        "chat.getPermalink",
                        methods ->
                                methods.chatGetPermalink(r -> r.channel(channel).messageTs(ts)))
                .getPermalink();
    }

    public void react(String channel, String ts, String emoji) throws SlackFault {
        api.call(
                "reactions.add",
                methods -> methods.reactionsAdd(
                        r -> r.channel(channel).timestamp(ts).name(emoji)));
    }

    /** The ts of our message with this id, if it did arrive. */
    public Optional<String> find(Place where, String id) throws SlackFault {
        return search(where, message -> carries(message, ID, id)).map(Message::getTs);
    }

    /** The ts of our message with this label, if one did arrive. */
    public Optional<String> labelled(Place where, String label) throws SlackFault {
        return search(where, message -> carries(message, LABEL, label)).map(Message::getTs);
    }

    /** Whether a file of ours with this name is there. */
    public boolean hasFile(Place where, String name) throws SlackFault {
        return search(
                        where,
                        message -> message.getFiles() != null
                                && message.getFiles().stream()
                                        .anyMatch(f -> name.equals(f.getName())))
                .isPresent();
    }

    private Optional<Message> search(Place where, Predicate<Message> wanted) throws SlackFault {
        var cursor = Optional.<String>empty();
        for (int page = 0; page < SEARCHED_PAGES; page++) {
            var found = page(where, cursor);
            var hit = found.messages().stream().filter(wanted).findFirst();
            if (hit.isPresent() || found.next().isEmpty()) {
                return hit;
            }
            cursor = found.next();
        }
        return Optional.empty();
    }

    private record Page(List<Message> messages, Optional<String> next) {
        static Page of(List<Message> messages, ResponseMetadata metadata) {
            var next = Optional.ofNullable(metadata)
                    .map(ResponseMetadata::getNextCursor)
                    .filter(cursor -> !cursor.isEmpty());
            return new Page(messages == null ? List.of() : messages, next);
        }
    }

    private Page page(Place where, Optional<String> cursor) throws SlackFault {
        var from = cursor.orElse(null);
        if (where.thread().isPresent()) {
            var thread = where.thread().get();
            var replies = api.call(
                    "conversations.replies",
                    methods -> methods.conversationsReplies(r -> r.channel(where.channel())
                            .ts(thread)
                            .includeAllMetadata(true)
                            .cursor(from)
                            .limit(SEARCHED)));
            return Page.of(replies.getMessages(), replies.getResponseMetadata());
        }
        var history = api.call(
                "conversations.history",
                methods -> methods.conversationsHistory(r -> r.channel(where.channel())
                        .includeAllMetadata(true)
                        .cursor(from)
                        .limit(SEARCHED)));
        return Page.of(history.getMessages(), history.getResponseMetadata());
    }

    private static boolean carries(Message message, String mark, String value) {
        var metadata = message.getMetadata();
        return metadata != null
                && MARK.equals(metadata.getEventType())
                && value.equals(metadata.getEventPayload().get(mark));
    }
}
