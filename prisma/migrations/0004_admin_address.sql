-- Sign-in by password takes no address without a dot, which the first admin's was.
UPDATE "user_account" SET "email" = 'admin@headwater.localhost'
WHERE "email" = 'admin@localhost' AND NOT EXISTS (SELECT 1 FROM "user_account" WHERE "email" = 'admin@headwater.localhost');
