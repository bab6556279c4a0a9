#!/usr/bin/env bash
# Runs the demo shop: private database, demo data, Stripe sandbox, server. Ctrl-C stops all of it.
set -euo pipefail
cd "$(dirname "$0")/.."

# The demo has a database, a payment service and a mail folder of its own, whatever the caller's environment names.
unset DATABASE_URL DATABASE_NAME SECRET_KEY SMTP_URL ALLOWED_ORIGINS WEB_ROOT MEDIA_ROOT MEDIA_URL STRIPE_SECRET_KEY \
    STRIPE_WEBHOOK_SECRET STRIPE_API_BASE "${!MEDIA_S3_@}" "${!DATABASE_@}" "${!STRIPE_@}" "${!SMTP_@}" \
    "${!SUPERUSER_@}" SECRET_KEY_FILE
export VAR_DIR=${VAR_DIR:-var}
export LISTEN=${LISTEN:-127.0.0.1:8080}
sandbox_listen=${SANDBOX_LISTEN:-127.0.0.1:12111}
host=${LISTEN%:*}
case $host in 0.0.0.0 | '[::]') host=127.0.0.1 ;; esac # all addresses; a browser needs one
address=http://$host:${LISTEN##*:}
export PUBLIC_URL=${PUBLIC_URL:-$address}
export STRIPE_API_BASE=http://$sandbox_listen
export STRIPE_SECRET_KEY=sk_test_demo
export STRIPE_WEBHOOK_SECRET=whsec_demo
export CHECKOUT_LIMIT=${CHECKOUT_LIMIT:-0} # nobody pays here, and whoever tries it out comes from one address
export MAIL_FROM=${MAIL_FROM:-Quillmoor <hello@quillmoor.example>} # campaigns need a domain that is not this machine's

# need_free NAME ADDRESS OTHER: ends with a hint when something listens there.
need_free() {
    local free_host=${2%:*}
    free_host=${free_host#[}
    if (exec 3<>"/dev/tcp/${free_host%]}/${2##*:}") 2>/dev/null; then
        echo "demo: $2 is in use by another program; choose another port, for instance: $1=$3 make demo"
        exit 1
    fi
}
need_free LISTEN "$LISTEN" 127.0.0.1:8090
need_free SANDBOX_LISTEN "$sandbox_listen" 127.0.0.1:12121

# Each has a session of its own: the terminal's Ctrl-C reaches this script alone, which stops them in the right order.
# Should the script itself be killed, the kernel tells them to stop.
on_its_own() { exec setsid setpriv --pdeathsig TERM "$@"; }
seed="" server="" sandbox=""
stop() {
    trap - INT TERM HUP EXIT
    [ -z "$seed" ] || wait "$seed" 2>/dev/null || true # some seconds, and it stops its database itself
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true
    [ -z "$sandbox" ] || wait "$sandbox" 2>/dev/null || true
}
trap 'stop; exit 0' INT TERM HUP
trap stop EXIT

mkdir -p "$VAR_DIR"
# runs NAME...: one command of the program, which stops its database itself
runs() {
    on_its_own build/startupwebapp "$@" &
    seed=$!
    local status=0
    wait "$seed" || status=$?
    seed=""
    return "$status"
}
runs seed demo
# Who may do everything in the admin, with a password of this demo alone.
if [ ! -s "$VAR_DIR/admin_password" ]; then
    (umask 077 && printf 'Demo-%s!\n' "$(head -c 9 /dev/urandom | base64 | tr '+/' 'xy')" >"$VAR_DIR/admin_password")
    SUPERUSER_USERNAME=admin SUPERUSER_EMAIL=admin@localhost.localdomain \
        SUPERUSER_PASSWORD_FILE=$VAR_DIR/admin_password runs superuser create || {
        rm "$VAR_DIR/admin_password"
        exit 1
    }
fi
on_its_own build/stripe-sandbox --listen "$sandbox_listen" --webhook-url "$address/webhooks/stripe" \
    --webhook-secret "$STRIPE_WEBHOOK_SECRET" --api-key "$STRIPE_SECRET_KEY" --state "$VAR_DIR/stripe-sandbox.json" &
sandbox=$!
on_its_own build/startupwebapp serve &
server=$!

until curl -gfsS "$address/readyz" >/dev/null 2>&1; do
    kill -0 "$server" 2>/dev/null && kill -0 "$sandbox" 2>/dev/null || exit 1
    sleep 0.1
done
cat <<TEXT

  The store     $PUBLIC_URL/
  The admin     $PUBLIC_URL/admin/ (admin, password $(cat "$VAR_DIR/admin_password"); kept in $VAR_DIR/admin_password)
  Payments      http://$sandbox_listen/ (a sandbox: pay with card 4242 4242 4242 4242; no money moves)
  Mails         $VAR_DIR/mail/

  Ctrl-C stops everything; the data stays in $VAR_DIR.

TEXT
wait -n "$server" "$sandbox" || true
echo 'demo: the store or the sandbox ended by itself' >&2
false
