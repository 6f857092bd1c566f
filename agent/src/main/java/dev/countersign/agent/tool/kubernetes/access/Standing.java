package dev.countersign.agent.tool.kubernetes.access;

import dev.countersign.agent.tool.Invocation.Requester;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.ResourceTypes.NoSuchType;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether a person could do something in a cluster themselves; what is not known is a no. */
public final class Standing {
    /** A manifest can need many rights; asking for more of them would keep its approver waiting. */
    private static final int MOST_REVIEWS = 100;

    private final Cluster cluster;
    private final Requester person;

    public Standing(Cluster cluster, Requester person) {
        this.cluster = cluster;
        this.person = person;
    }

    /** Why the person could not, or why that is not known; empty where they could. */
    public Optional<String> lacks(Supplier<List<Right>> wanted) {
        try {
            Account account = Account.of(person, "");
            return lacking(account, wanted.get())
                    .map(right -> account.user() + " may not " + right.words() + " on "
                            + cluster.name().cluster() + ".");
        } catch (ToolFailed failed) {
            return Optional.of(failed.getMessage());
        } catch (ApiFailure | NoSuchType failed) {
            return Optional.of("Whether " + person.person() + " could cannot be found out now: "
                    + failed.getMessage());
        }
    }

    /** A right on a whole namespace covers each object in it, so that is asked first. */
    private Optional<Right> lacking(Account account, List<Right> wanted) {
        List<Right> single = new ArrayList<>();
        for (Right all : wanted.stream().map(Right::onAll).distinct().toList()) {
            if (!allows(account, all, 0)) {
                wanted.stream().filter(r -> r.onAll().equals(all)).forEach(single::add);
            }
        }
        int asked = 0;
        for (Right one : single) {
            if (one.name().isEmpty() || !allows(account, one, asked++)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private boolean allows(Account account, Right right, int asked) {
        if (asked >= MOST_REVIEWS) {
            throw new ToolFailed("More than " + MOST_REVIEWS + " single rights would have to be"
                    + " looked up for " + person.person() + ".");
        }
        return Review.allows(cluster.asItself(), Optional.of(account), right);
    }
}
