package dev.countersign.channels.slack.api;

/** Modals and Home tabs. */
public final class Views {
    private final SlackApi api;

    public Views(SlackApi api) {
        this.api = api;
    }

    public void open(String trigger, String view) throws SlackFault {
        api.call(
                "views.open",
                methods -> methods.viewsOpen(r -> r.triggerId(trigger).viewAsString(view)));
    }

    /** Opens on top of the modal from which the click came. */
    public void push(String trigger, String view) throws SlackFault {
        api.call(
                "views.push",
                methods -> methods.viewsPush(r -> r.triggerId(trigger).viewAsString(view)));
    }

    public void update(String id, String view) throws SlackFault {
        api.call(
                "views.update",
                methods -> methods.viewsUpdate(r -> r.viewId(id).viewAsString(view)));
    }

    public void publish(String user, String view) throws SlackFault {
        api.call(
                "views.publish",
                methods -> methods.viewsPublish(r -> r.userId(user).viewAsString(view)));
    }
}
