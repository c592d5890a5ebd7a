import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useAction } from "@/api/action";
import { listen } from "@/api/live";
import { problemOf } from "@/api/problems";
import { graphql, unmask } from "@/gql";
import type { FloorMove, StaffFloorPartsFragment } from "@/gql/graphql";
import { StaffSetTurns, StaffSteerFloor } from "./deeds-meeting";
import { floorOf, StaffFloorParts } from "./queries-meeting";
import { useSay } from "./say";

const StaffFloorChanges = graphql(`
  subscription StaffFloorChanges($meetingId: ID!) {
    floorChanges(meetingId: $meetingId) {
      ...StaffFloorParts
    }
  }
`);

/** Where the meeting is, kept up to date while several hold the room, and the moves. */
export function useFloor(meetingId: string) {
  const queryClient = useQueryClient();
  const say = useSay();
  const query = floorOf(meetingId);
  const found = useSuspenseQuery(query).data.floor;
  const floor = found ? unmask(StaffFloorParts, found) : null;
  const steer = useAction(StaffSteerFloor, (data) => data.steerFloor);
  const turns = useAction(StaffSetTurns, (data) => data.setTurns);
  const again = () => queryClient.invalidateQueries({ queryKey: query.queryKey });

  useEffect(() => {
    const { queryKey } = floorOf(meetingId);
    const refresh = () => void queryClient.invalidateQueries({ queryKey });
    return listen(
      StaffFloorChanges,
      { meetingId },
      (data) => queryClient.setQueryData(queryKey, { floor: data.floorChanges ?? null }),
      refresh,
    );
  }, [queryClient, meetingId]);

  async function take(outcome: Awaited<ReturnType<typeof steer.run>>) {
    if (outcome.ok) queryClient.setQueryData(query.queryKey, { floor: outcome.payload.floor ?? null });
    else {
      // Somebody else moved at the same time: where it is now is what counts.
      if (!problemOf(outcome.problems, "Conflict")) say(outcome);
      await again();
    }
  }
  return {
    floor,
    pending: steer.pending || turns.pending,
    move: async (move: FloorMove, to?: string) => {
      if (floor) await take(await steer.run({ input: { meetingId, version: floor.version, move, to } }));
    },
    next: async (id: string) => {
      if (!floor) return;
      const { version, turnSeconds } = floor;
      await take(await turns.run({ input: { meetingId, version, people: [id], turnSeconds } }));
    },
  };
}
export type Room = ReturnType<typeof useFloor>;

/** Seconds left of the step; below zero it takes longer than planned. */
export function stepLeft(floor: StaffFloorPartsFragment, now: number): number {
  const step = floor.steps[floor.step];
  const running = floor.paused ? 0 : (now - Date.parse(floor.stepBeganAt)) / 1000;
  return Math.round((step?.minutes ?? 0) * 60 - floor.spentSeconds - running);
}

/** Seconds left of the turn; null when it lasts as long as it needs. */
export function turnLeft(floor: StaffFloorPartsFragment, now: number): number | null {
  if (!floor.turnSeconds || !(floor.turnBeganAt || floor.paused)) return null;
  const running = floor.paused || !floor.turnBeganAt ? 0 : (now - Date.parse(floor.turnBeganAt)) / 1000;
  return Math.round(floor.turnSeconds - floor.turnSpentSeconds - running);
}

/** "4:05". */
export function clockWords(seconds: number): string {
  const whole = Math.abs(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
