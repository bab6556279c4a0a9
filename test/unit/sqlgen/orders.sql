-- Comments before the first query belong to nobody.

-- name: order_create :one (visitor bytea, total bigint, lines int, gift bool, note text, extra jsonb,
--                          tags text[], skus bigint[])
-- Makes an order.
-- A line with */ in it.
insert into orders (visitor, total, lines) -- not :here
values (:visitor, :total::bigint, :lines)
/* nor :here /* nested */ ; */
returning id, ':not "here', ":nor here", E'\':nope', $$:no;$$, $tag$ $$ :no; $tag$, a[1:2], f(x := 1),
    -- a line that holds only a comment

    :gift, :note, :extra, :tags, :skus, :total;

-- name: orders_nothing :exec
delete from orders;
-- name: order_change :many (total bigint?, lines int?, gift bool?, note text?)
select :note, :gift, :lines, :total
;