-- Places in line that nobody could ever serve, and those that end by themselves: the person reads what became of them.
alter table cairn.session_waits
  -- They asked for one person, who is not there for them any more: anybody who cares for them since then.
  add column anybody_since timestamptz,
  -- The last useful day went by without an offer.
  add column lapsed_at timestamptz;
