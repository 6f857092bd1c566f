-- What is kept of the tickets in mails: a salt and hashes, never a secret. The hashes stand in rows
-- of their own, so that any of them finds its ticket. Tickets about a run have no question.
create table ticket (
    name varchar(600) primary key,
    salt varchar(64) not null,
    question varchar(600),
    version integer not null,
    place text not null,
    subject text not null,
    root text not null,
    person text not null,
    address text not null,
    made_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone,
    used_at timestamp(6) with time zone
);
create index ticket_made on ticket (made_at);

create table ticket_hash (
    ticket varchar(600) not null references ticket on delete cascade,
    kind varchar(16) not null,
    hash varchar(64) not null,
    primary key (ticket, kind)
);
create index ticket_hash_hash on ticket_hash (hash);
