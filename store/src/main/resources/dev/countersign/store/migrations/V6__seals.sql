-- Seals bind the ends of many runs' records into one chain, a batch at a time and after the fact, so
-- that no commit waits for it. A seal of kind `cut` says whose lines were taken away by retention, one of kind
-- `erased` from which lines personal data was taken out.
create table seal (
    number bigint primary key,
    kind varchar(8) not null,
    sealed_at timestamp(6) with time zone not null,
    looked_to bigint not null,
    previous varchar(64) not null,
    hash varchar(64) not null,
    signer varchar(200) not null,
    signature varchar(200) not null
);

create table seal_part (
    seal bigint not null references seal,
    run_id varchar(64) not null,
    number bigint not null,
    hash varchar(64) not null,
    primary key (seal, run_id, number)
);
create index seal_part_run on seal_part (run_id, number);
