-- Mail as it came, kept before anything is done with it; `raw` is Base64, because neither database
-- takes every byte in text. A row without `due_at` needs nothing more.
create table raw_mail (
    name varchar(64) primary key,
    door varchar(600) not null,
    received_at timestamp(6) with time zone not null,
    due_at timestamp(6) with time zone,
    tries integer not null,
    what text not null,
    raw text not null
);
create index raw_mail_due on raw_mail (due_at);
create index raw_mail_received on raw_mail (received_at);

-- What only one replica may do at a time, and until when it is this one's.
create table lease (
    name varchar(600) primary key,
    owner varchar(200) not null,
    until_at timestamp(6) with time zone not null
);
