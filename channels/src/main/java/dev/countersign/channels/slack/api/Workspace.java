package dev.countersign.channels.slack.api;

import com.slack.api.model.User;
import com.slack.api.model.Usergroup;

import java.util.List;
import java.util.Optional;

/** Who we are in Slack, who its users are, and who is in its user groups. */
public final class Workspace {
    private final SlackApi api;
    private volatile Optional<Self> self = Optional.empty();

    public Workspace(SlackApi api) {
        this.api = api;
    }

    /** The app in its workspace; {@code scopes} are those that the token was granted. */
    public record Self(String team, String teamName, String user, List<String> scopes) {
        public Self {
            scopes = List.copyOf(scopes);
        }
    }

    /** Asked once it has succeeded; a failed answer is never kept. */
    public Self self() throws SlackFault {
        var known = self;
        if (known.isPresent()) {
            return known.get();
        }
        var answer = api.call("auth.test", methods -> methods.authTest(r -> r));
        var headers = Optional.ofNullable(answer.getHttpResponseHeaders())
                .flatMap(all -> all.entrySet().stream()
                        .filter(one -> one.getKey().equalsIgnoreCase("x-oauth-scopes"))
                        .map(one -> String.join(",", one.getValue()))
                        .findFirst())
                .orElse("");
        var found = new Self(
                answer.getTeamId(),
                answer.getTeam(),
                answer.getUserId(),
                List.of(headers.split("\\s*,\\s*")));
        self = Optional.of(found);
        return found;
    }

    public User user(String id) throws SlackFault {
        return api.call("users.info", methods -> methods.usersInfo(r -> r.user(id)))
                .getUser();
    }

    public List<String> membersOfGroup(String group) throws SlackFault {
        return api.call(
                        "usergroups.users.list",
                        methods -> methods.usergroupsUsersList(r -> r.usergroup(group)))
                .getUsers();
    }

    /** The id of the user group with this handle. */
    public Optional<String> groupByHandle(String handle) throws SlackFault {
        return api
                .call("usergroups.list", methods -> methods.usergroupsList(r -> r))
                .getUsergroups()
                .stream()
                .filter(group -> handle.equals(group.getHandle()))
                .map(Usergroup::getId)
                .findFirst();
    }

    /** A one-time address for a socket; it needs the app-level token. */
    public String socketAddress(String appToken) throws SlackFault {
        return api.call(
                        "apps.connections.open",
                        methods -> methods.appsConnectionsOpen(r -> r.token(appToken)))
                .getUrl();
    }
}
