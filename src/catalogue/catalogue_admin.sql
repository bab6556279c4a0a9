-- The admin's pages of the catalogue; the functions are in migrations/0015_catalogue_work.sql and
-- migrations/0020_prices_stock.sql.

-- name: catalogue_admin_media_begin :one (session bytea?)
-- The first statement of a unit that takes a picture.
select media_begin(:session)::text as user_id;

-- name: catalogue_admin_product_page :one (product bigint, media_url text)
select admin_product_document(:product, :media_url);

-- name: catalogue_admin_product_preview :one (product bigint, media_url text)
select product_preview_document(:product, :media_url);

-- name: catalogue_admin_product_add_skus :one (product bigint, options text, price bigint, stock int?, code_prefix text?)
select product_add_skus(:product, :options, :price, :stock, :code_prefix) as made;

-- name: catalogue_admin_product_set_prices :one (product bigint, skus bigint[]?, amount bigint?, percent_bp int?, effective_at text?)
select product_set_prices(:product, :skus, :amount, :percent_bp, price_moment(:effective_at)) as changed;

-- name: catalogue_admin_product_add_image :exec (product bigint, file text, variants text?, width int, height int, alt text, option_value text?)
select product_add_image(:product, :file, :variants, :width, :height, :alt, :option_value);

-- name: catalogue_admin_product_order_images :exec (product bigint, ids bigint[])
select product_order_images(:product, :ids);

-- name: catalogue_admin_product_set_collections :exec (product bigint, ids bigint[])
select product_set_collections(:product, :ids);

-- name: catalogue_admin_product_duplicate :one (product bigint, media_url text)
select product_duplicate(:product, :media_url);

-- name: catalogue_admin_sku_set_price :one (sku bigint, amount bigint, effective_at text?)
with given as (
    select price_moment(:effective_at) as moment
)
select json_build_object(
    'sku', :sku,
    'amount', :amount,
    'effective_at', utc_text(moment),
    'changed', sku_set_price(:sku, :amount, moment))
from given;

-- name: catalogue_admin_sku_adjust_stock :one (sku bigint, change int?, counted int?, stop_counting bool, backorder_allowed bool?, reason text?, reference text?)
select sku_adjust_stock(:sku, :change, :counted, :stop_counting, :backorder_allowed, :reason, :reference);
