package dev.countersign.agent.tool.kubernetes;

import dev.countersign.agent.tool.kubernetes.access.Account;

import java.util.List;
import java.util.Optional;

/** The account that requests are made as; nobody means ourselves. */
record Impersonation(Optional<Account> account) {
    static final Impersonation NONE = new Impersonation(Optional.empty());

    Optional<String> user() {
        return account.map(Account::user);
    }

    List<String> groups() {
        return account.map(Account::groups).orElse(List.of());
    }
}
