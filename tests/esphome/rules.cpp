// The rules of the board as a library that Python can load.

#include "../../esphome/components/heat_pump_board/board_thermostat.h"

using namespace board_safety;

struct Whole {
  Board board;
  Thermostat thermostat{board};
};

extern "C" {

Whole *board_new(int wired, uint64_t minimum_off, uint64_t fan_run_on, uint64_t heartbeat_timeout, int heat,
                 uint64_t now) {
  auto *whole = new Whole;
  whole->board.wired = wired;
  whole->board.limits = {minimum_off, heartbeat_timeout, fan_run_on};
  whole->thermostat.fallback.heat = heat;
  whole->board.boot(now);
  whole->thermostat.boot(now);
  return whole;
}

void board_delete(Whole *whole) { delete whole; }
void board_heartbeat(Whole *whole, uint64_t now) { whole->thermostat.heartbeat(now); }
void board_feel(Whole *whole, int room, float celsius, uint64_t now) {
  whole->thermostat.belief.rooms[room].feel(celsius, now);
}
void board_feel_outdoor(Whole *whole, float celsius, uint64_t now) { whole->thermostat.belief.outdoor.feel(celsius, now); }
void board_watch(Whole *whole, uint64_t now) { whole->thermostat.watch(now); }
void board_release_all(Whole *whole, uint64_t now) { whole->board.release_all(now); }
bool board_is_alone(Whole *whole, uint64_t now) { return whole->board.is_alone(now); }
const char *board_status(Whole *whole, uint64_t now) { return whole->thermostat.status(now); }
float board_indoors(Whole *whole, uint64_t now) { return whole->thermostat.belief.indoors(now); }
int board_closed(Whole *whole) { return whole->board.closed(); }

const char *board_request(Whole *whole, int terminal, bool on, uint64_t now) {
  return text(whole->board.request(static_cast<Terminal>(terminal), on, now));
}

// Watch each second until a relay moves or the time has come; return when that was.
uint64_t board_live(Whole *whole, uint64_t now, uint64_t until) {
  const Terminals before = whole->board.closed();
  while (now < until && whole->board.closed() == before) {
    now += until - now < 1000 ? until - now : 1000;
    whole->thermostat.watch(now);
  }
  return now;
}

Plan plan_of(Whole *whole) { return whole->thermostat.plan(); }
void board_restore(Whole *whole, Plan plan) { whole->thermostat.restore(plan); }
bool board_has_account(Whole *whole) { return whole->thermostat.has_account(); }
Account board_tell_account(Whole *whole) { return whole->thermostat.tell_account(); }

const char *board_tell(Whole *whole, Plan plan, float outdoors, uint64_t now) {
  const char *why = whole->thermostat.tell(plan, outdoors, now);
  return why ? why : "";
}

const char *board_tell_by_hand(Whole *whole, int mode, float heat, float cool, uint64_t now) {
  const char *why = whole->thermostat.tell_by_hand(static_cast<Mode>(mode), heat, cool, now);
  return why ? why : "";
}

bool board_is_looked_after(Whole *whole, uint64_t now) { return whole->thermostat.is_looked_after(now); }
bool board_may_restart(Whole *whole, uint64_t now) { return whole->thermostat.may_restart(now); }

Pen *pen_new() { return new Pen; }
void pen_delete(Pen *pen) { delete pen; }
bool pen_may_write(Pen *pen, uint64_t now) { return pen->may_write(now); }
void pen_write(Pen *pen, uint64_t now) { pen->write(now); }

}  // extern "C"
