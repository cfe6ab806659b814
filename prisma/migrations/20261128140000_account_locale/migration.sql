-- The language that a person chose for pages and mails. Null: no choice, the browser's language is used.
ALTER TABLE "app_user" ADD COLUMN "locale" TEXT;
