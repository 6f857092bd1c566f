#!/usr/bin/env bash
# A real mail host on loopback, for tests: Postfix and Dovecot with folders, ports, certificates and
# mailboxes of their own. Every other destination is refused, so nothing leaves the machine.
#
#   mail-host.sh possible            says why it cannot run here, if it cannot
#   mail-host.sh start               starts it, or finds it running already
#   mail-host.sh guard PID           stops it, and forgets all, when this process is no more
#   mail-host.sh stop | restart      ends, or renews, its own two master processes and no others
#   mail-host.sh bye USER            Dovecot ends this user's sessions with BYE
#   mail-host.sh freeze | thaw       the children of its own Dovecot stand still, and go on
#   mail-host.sh renumber USER N     INBOX gets this UIDVALIDITY, and all its mails new numbers
#   mail-host.sh answer ADDRESS WORDS     mail to this address is answered so; "OK" takes it again
#   mail-host.sh password USER WORD  from now on this is the password
#   mail-host.sh flush | queue       sends what waits now; prints what waits
#
# MAIL_HOST names its folder; SMTP, SUBMISSION, SMTPS, IMAP and IMAPS are free ports.
set -euo pipefail

here=${MAIL_HOST:?names the folder of the mail host}
domain=example.com
mailboxes="ana dana eve li $(echo bot{1..99})"

possible() {
  local need
  for need in postfix postmap dovecot doveadm openssl; do
    if ! command -v "$need" >/dev/null; then
      echo "there is no $need here; install postfix, dovecot-imapd and dovecot-lmtpd"
      return
    fi
  done
  [[ -x /usr/lib/dovecot/lmtp ]] || echo "there is no LMTP here; install dovecot-lmtpd"
  [[ $(dovecot --version) == 2.3.* ]] || echo "Dovecot $(dovecot --version) has another syntax"
  [[ $(id -u) -eq 0 ]] || echo "only root can start Postfix"
}

# One authority, and a certificate of this machine that it has signed.
certificates() {
  [[ -e $here/ca.pem ]] && return
  local san='subjectAltName=DNS:localhost,IP:127.0.0.1'
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
    -subj '/CN=Tests of mail' -addext 'basicConstraints=critical,CA:TRUE' \
    -addext 'keyUsage=critical,keyCertSign' \
    -keyout "$here/ca.key" -out "$here/ca.pem" 2>/dev/null
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj '/CN=localhost' \
    -keyout "$here/host.key" -out "$here/host.csr" 2>/dev/null
  openssl x509 -req -in "$here/host.csr" -CA "$here/ca.pem" -CAkey "$here/ca.key" \
    -CAcreateserial -days 30 -extfile <(echo "$san") -out "$here/host.pem" 2>/dev/null
  chmod 600 "$here"/*.key
}

dovecot_conf() {
  mkdir -p "$here/run" "$here/mail"
  chown nobody "$here/mail"
  if [[ ! -e $here/users ]]; then
    for user in $mailboxes; do
      echo "$user@$domain:{PLAIN}secret"
    done >"$here/users"
  fi
  cat >"$here/dovecot.conf" <<END
base_dir = $here/run
state_dir = $here/run
instance_name = countersign-test
log_path = $here/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <$here/host.pem
ssl_key = <$here/host.key
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
recipient_delimiter = +
lmtp_hdr_delivery_address = final
mail_location = maildir:$here/mail/%n
first_valid_uid = 1
mail_uid = nobody
mail_gid = nogroup
imap_idle_notify_interval = 1 min
service imap-login {
  inet_listener imap {
    port = $IMAP
  }
  inet_listener imaps {
    port = $IMAPS
  }
}
service lmtp {
  unix_listener lmtp {
    mode = 0666
  }
}
service auth {
  unix_listener auth-smtp {
    mode = 0666
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
passdb {
  driver = passwd-file
  args = username_format=%u $here/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$here/mail/%n
}
namespace inbox {
  inbox = yes
}
END
}

# What stands on top of each mail as the host's own word about its sender: pass for who has logged
# in, and else as the sender's address asks, so that tests can have each of them. What came with the
# mail is left below on purpose.
postfix_maps() {
  cat >"$here/senders" <<END
/\\+pass@/ PREPEND Authentication-Results: mx.$domain; dmarc=pass header.from=$domain
/\\+fail@/ PREPEND Authentication-Results: mx.$domain; dmarc=fail header.from=$domain
/\\+mute@/ DUNNO
/./ PREPEND Authentication-Results: mx.$domain; dmarc=none
END
  echo "/./ PREPEND Authentication-Results: mx.$domain; dmarc=pass header.from=$domain" \
    >"$here/insiders"
  cat >"$here/refused" <<END
/^answer-4([0-9][0-9])@/ 4\${1} 4.7.1 as the address asks
/^answer-5([0-9][0-9])@/ 5\${1} 5.7.1 as the address asks
END
  echo "/^(${mailboxes// /|})(\\+.*)?@$domain\$/ here" >"$here/mailboxes"
  touch "$here/answers"
  postmap -c "$here/postfix" "hash:$here/answers"
}

postfix_conf() {
  mkdir -p "$here/postfix" "$here/spool" "$here/data"
  chown postfix "$here/data"
  cat >"$here/postfix/main.cf" <<END
compatibility_level = 3.6
queue_directory = $here/spool
data_directory = $here/data
maillog_file = $here/postfix.log
maillog_file_prefixes = $here
myhostname = mx.$domain
mydestination =
mynetworks = 127.0.0.2/32
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
recipient_delimiter = +
virtual_mailbox_domains = $domain
virtual_mailbox_maps = regexp:$here/mailboxes
virtual_transport = lmtp:unix:$here/run/lmtp
relay_domains = late.test, slow.test
transport_maps = inline:{late.test=lmtp:unix:$here/run/lmtp, slow.test=lmtp:unix:$here/run/nobody}
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
message_size_limit = 300000
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
smtpd_tls_cert_file = $here/host.pem
smtpd_tls_key_file = $here/host.key
smtpd_sasl_type = dovecot
smtpd_sasl_path = $here/run/auth-smtp
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access hash:$here/answers,
  check_recipient_access regexp:$here/refused
smtpd_sender_restrictions = check_sender_access regexp:$here/senders
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
END
  cat >"$here/postfix/master.cf" <<END
127.0.0.1:$SMTP inet n - n - - smtpd
127.0.0.1:$SUBMISSION inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes
  -o { smtpd_client_restrictions = permit_sasl_authenticated, reject }
  -o { smtpd_sender_restrictions = check_sender_access regexp:$here/insiders }
127.0.0.1:$SMTPS inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes
  -o { smtpd_client_restrictions = permit_sasl_authenticated, reject }
  -o { smtpd_sender_restrictions = check_sender_access regexp:$here/insiders }
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
END
}

# Whether a process is there and is of this program; one that only waits to be buried is not.
alive() {
  [[ $(cut -d' ' -f2,3 "/proc/$1/stat" 2>/dev/null) == "($2) "[^Z] ]]
}

# The process of a pid file, if it is alive and is what the file is about.
mine() {
  local pid
  pid=$(cat "$1" 2>/dev/null | tr -d ' ' || true)
  if [[ -n $pid ]] && alive "$pid" "$2"; then
    echo "$pid"
  fi
}

postfix_pid() { mine "$here/spool/pid/master.pid" master; }
dovecot_pid() { mine "$here/run/master.pid" dovecot; }

start() {
  mkdir -p "$here"
  chmod 755 "$here"
  certificates
  if [[ -z $(dovecot_pid) ]]; then
    dovecot_conf
    dovecot -c "$here/dovecot.conf"
  fi
  if [[ -z $(postfix_pid) ]]; then
    postfix_conf
    postfix_maps
    postfix -c "$here/postfix" start 2>>"$here/start.log"
  fi
}

end() {
  [[ -z $1 ]] && return
  kill "$1"
  for _ in $(seq 200); do
    alive "$1" "$2" || return 0
    sleep 0.02
  done
  kill -9 "$1"
}

stop() {
  thaw
  end "$(postfix_pid)" master
  end "$(dovecot_pid)" dovecot
}

guard() {
  while [[ -e /proc/$1 ]]; do
    sleep 1
  done
  [[ -d $here ]] || return 0
  stop
  rm -rf -- "$here"
}

children() {
  local master
  master=$(dovecot_pid)
  [[ -z $master ]] || pgrep -P "$master" || true
}

freeze() { children | xargs -r kill -STOP; }
thaw() { children | xargs -r kill -CONT; }

renumber() {
  doveadm -c "$here/dovecot.conf" mailbox update -u "$1@$domain" --uid-validity "$2" INBOX
}

answer() {
  grep -v "^$1 " "$here/answers" >"$here/answers.new" || true
  [[ $2 == OK ]] || echo "$1 $2" >>"$here/answers.new"
  mv "$here/answers.new" "$here/answers"
  postmap -c "$here/postfix" "hash:$here/answers"
  postfix -c "$here/postfix" reload 2>>"$here/start.log"
}

password() {
  sed -i "s/^$1@.*/$1@$domain:{PLAIN}$2/" "$here/users"
  until doveadm -c "$here/dovecot.conf" auth test "$1@$domain" "$2" >/dev/null 2>&1; do
    sleep 0.1
  done
}

case "${1:-}" in
  possible) possible ;;
  start) start ;;
  guard) guard "$2" ;;
  stop) stop ;;
  restart) stop && start ;;
  bye) doveadm -c "$here/dovecot.conf" kick "$2@$domain" >/dev/null || true ;;
  freeze) freeze ;;
  thaw) thaw ;;
  renumber) renumber "$2" "$3" ;;
  answer) answer "$2" "$3" ;;
  password) password "$2" "$3" ;;
  flush) postqueue -c "$here/postfix" -f ;;
  queue) postqueue -c "$here/postfix" -j ;;
  *)
    sed -n '2,18p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
