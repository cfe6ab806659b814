CREATE TABLE hosted_role_quota (
  role text NOT NULL CHECK (role IN ('USER', 'GUEST')),
  kind text NOT NULL,
  max integer NOT NULL CHECK (max >= 0),
  CONSTRAINT hosted_role_quota_pkey PRIMARY KEY (role, kind)
);
