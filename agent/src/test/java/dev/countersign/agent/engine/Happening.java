package dev.countersign.agent.engine;

/** What random histories are there to bring about; that they do is counted. */
enum Happening {
    DECIDED,
    VOTED,
    DECLINED,
    EDITED,
    GRANTED,
    GRANT_USED,
    GRANT_REVOKED,
    STAGE_PASSED,
    STOOD_IN,
    GLASS_BROKEN,
    DELIVERED_TWICE,
    OVERTAKEN,
    RESTARTED,
    KILLED,
    LOST,
    RUN_AGAIN,
    REMINDED,
    ESCALATED,
    EXPIRED,
    ASKED_AGAIN,
    RULE_TIGHTENED,
    CANCELLED
}
