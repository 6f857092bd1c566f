-- Who is away by word of a channel, such as an out-of-office mail, beside what is written of them.
create table absence (
    person varchar(600) primary key,
    until_at timestamp(6) with time zone not null,
    said_at timestamp(6) with time zone not null,
    channel varchar(600) not null
);
