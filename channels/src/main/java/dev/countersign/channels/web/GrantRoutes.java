package dev.countersign.channels.web;

import dev.countersign.channels.web.desk.Desk;
import dev.countersign.channels.web.page.GrantsPage;

import io.javalin.config.RoutesConfig;

/** The page of the yeses that hold for later calls. Whoever is signed in may take one back. */
final class GrantRoutes {
    private final Desk desk;

    GrantRoutes(Desk desk) {
        this.desk = desk;
    }

    void mount(RoutesConfig routes, Guard guard) {
        routes.get(
                "/grants",
                guard.look((ctx, visit) ->
                        Answers.html(ctx, 200, GrantsPage.of(visit, desk.grants()))));
        routes.post("/grants/{id}/revoke", guard.act((ctx, visit, form) -> {
            desk.revoke(visit.person(), ctx.pathParam("id"));
            Answers.seeOther(ctx, "/grants");
        }));
    }
}
