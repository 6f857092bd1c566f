-- Bounded yeses for later calls. The bounds are columns, so that a use is one conditional update.
create table grants (
    id varchar(64) primary key,
    agent varchar(600) not null,
    tool varchar(600) not null,
    made_at timestamp(6) with time zone not null,
    until_at timestamp(6) with time zone not null,
    uses integer not null,
    max_uses integer not null,
    revoked_at timestamp(6) with time zone,
    revoked_by varchar(600),
    format integer not null,
    form text not null
);
create index grants_until on grants (until_at);
create index grants_for on grants (agent, tool, until_at);
