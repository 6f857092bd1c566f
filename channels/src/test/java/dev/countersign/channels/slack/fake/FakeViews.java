package dev.countersign.channels.slack.fake;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.countersign.channels.slack.fake.Answering.Call;
import dev.countersign.channels.slack.fake.Answering.Refused;

/** Modals, which need a living trigger, and Home tabs. */
final class FakeViews {
    private final Workplace place;

    FakeViews(Workplace place) {
        this.place = place;
    }

    JsonObject open(Call call) throws Refused {
        var trigger = place.triggers.get(call.need("trigger_id"));
        if (trigger == null) {
            throw new Refused("invalid_trigger_id");
        }
        if (place.now().isAfter(trigger.until())) {
            throw new Refused("expired_trigger_id");
        }
        if (trigger.uses().incrementAndGet() > 1) {
            throw new Refused("exchanged_trigger_id");
        }
        var view = view(call);
        var id = "V" + place.next();
        view.addProperty("id", id);
        place.views.put(id, view);
        place.viewOwner.put(id, trigger.user());
        return Answering.ok();
    }

    private JsonObject view(Call call) throws Refused {
        var view = JsonParser.parseString(call.need("view")).getAsJsonObject();
        var problems = FakeBlocks.view(view);
        if (!problems.isEmpty()) {
            throw new Refused("invalid_arguments", problems);
        }
        return view;
    }

    JsonObject updateView(Call call) throws Refused {
        var id = call.need("view_id");
        if (!place.views.containsKey(id)) {
            throw new Refused("not_found");
        }
        var view = view(call);
        view.addProperty("id", id);
        place.views.put(id, view);
        return Answering.ok();
    }

    JsonObject publish(Call call) throws Refused {
        var view = view(call);
        view.addProperty("id", "VH" + call.need("user_id"));
        place.homes.put(call.need("user_id"), view);
        return Answering.ok();
    }
}
