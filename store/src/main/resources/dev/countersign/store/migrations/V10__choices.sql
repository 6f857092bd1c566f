-- Which agent people chose for a place, before a run lives there that remembers it by itself.
create table agent_choice (
    place varchar(64) primary key,
    agent text not null,
    chosen_at timestamp(6) with time zone not null
);
create index agent_choice_time on agent_choice (chosen_at);
