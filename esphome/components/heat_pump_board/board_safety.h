#pragma once

// Which relay may move, and when. Plain C++ without ESPHome, clock or I/O: the time is
// an argument, the answer a verdict. Switches and the board's own thermostat all go
// through the same gate, Board::move.

#include <cstdint>

#include "board_thermometer.h"

namespace board_safety {

enum Terminal : uint8_t { Y1 = 1, Y2 = 2, G = 4, O = 8, B = 16, W2 = 32, E = 64, W1 = 128 };
using Terminals = uint8_t;  // a set of them, one bit each

constexpr Terminals COMPRESSOR = Y1 | Y2;
constexpr Terminals VALVE = O | B;
constexpr Terminals ELECTRIC = W2 | E;
constexpr Terminals NEEDS_FAN = COMPRESSOR | ELECTRIC;

// Released first comes first. Relays that move at the same moment move in this order.
constexpr Terminal ORDER[] = {W1, E, W2, Y2, Y1, O, B, G};

enum class Verdict : uint8_t {
  ALLOWED,
  NO_HEARTBEAT,
  NOT_WIRED,
  NOT_BESIDE,
  BOTH_WAYS,
  NO_FIRST_STAGE,
  NO_FAN,
  COOLING,
  RESTING,
  SETTLING,
  UNDER_PRESSURE,
};

inline const char *text(Verdict verdict) {
  switch (verdict) {
    case Verdict::ALLOWED:
      return "allowed";
    case Verdict::NO_HEARTBEAT:
      return "no heartbeat of the thermostat";
    case Verdict::NOT_WIRED:
      return "this terminal has no relay";
    case Verdict::NOT_BESIDE:
      return "instead of what runs, not beside it";
    case Verdict::BOTH_WAYS:
      return "O and B are never on together";
    case Verdict::NO_FIRST_STAGE:
      return "Y2 needs Y1";
    case Verdict::NO_FAN:
      return "the fan has to run";
    case Verdict::COOLING:
      return "no heat while the valve stands for cooling";
    case Verdict::RESTING:
      return "the compressor rests";
    case Verdict::SETTLING:
      return "the valve settles";
    case Verdict::UNDER_PRESSURE:
      return "the valve moves only after the compressor's rest";
  }
  return "";
}

// What must not be: all of `closed` on while all of `open` are wired and off.
struct Conflict {
  Terminals closed;
  Terminals open;
  Verdict verdict;
};

constexpr Conflict CONFLICTS[] = {
    {Y1 | E, 0, Verdict::NOT_BESIDE},
    {Y1 | W1, 0, Verdict::NOT_BESIDE},
    {W2 | W1, 0, Verdict::NOT_BESIDE},
    {E | W1, 0, Verdict::NOT_BESIDE},
    {O | B, 0, Verdict::BOTH_WAYS},
    {Y2, Y1, Verdict::NO_FIRST_STAGE},
    {Y1, G, Verdict::NO_FAN},
    {W2, G, Verdict::NO_FAN},
    {E, G, Verdict::NO_FAN},
    {Y1 | W2 | O, 0, Verdict::COOLING},
    {Y1 | W2, B, Verdict::COOLING},
};

struct Limits {
  Millis minimum_off = 180'000;
  Millis heartbeat_timeout = 0;  // 0: the board never takes itself to be alone
  Millis fan_run_on = 60'000;
};

constexpr Millis SETTLING = 3'000;  // between a move of the valve and a start
constexpr Millis PURGE = 60'000;    // between the compressor and a furnace
constexpr Millis HOT_FOR = 60'000;  // how long the elements of electric heat need air

// What heats and what cools, where it is wired.
constexpr Terminals HEAT_BY_COMPRESSOR = Y1 | G | B;
constexpr Terminals HEAT_BY_ELECTRICITY = W2 | E | G;
constexpr Terminals HEAT_BY_FURNACE = W1;
constexpr Terminals COOL_BY_COMPRESSOR = Y1 | G | O;

// The way to any goal: one relay at a time, each after those before it.
struct Step {
  Terminal terminal;
  bool on;
};

constexpr Step STEPS[] = {
    {W1, false}, {E, false}, {W2, false}, {Y2, false}, {Y1, false}, {O, false}, {B, false},
    {O, true},   {B, true},  {G, true},   {Y1, true},  {Y2, true},  {W2, true}, {E, true},
    {W1, true},  {G, false},
};

class Board {
 public:
  Terminals wired = 0;
  Limits limits;

  // Nobody knows what ran before: the compressor counts as just stopped. What electric
  // heat left in its elements is past help: the fan has stopped.
  void boot(Millis now) {
    stopped_ = moved_ = warmed_ = heard_ = now;
    heated_ = now - HOT_FOR;
  }

  void heartbeat(Millis now) { heard_ = now; }

  // A switch is asked to move. What is refused is forgotten, never done later: whoever
  // asked may want something else by then. Only a fan that is let go first cools the
  // elements of electric heat: whoever asked may not be there any more to ask again.
  Verdict request(Terminal terminal, bool on, Millis now) {
    if (on && is_alone(now))
      return Verdict::NO_HEARTBEAT;
    if (terminal == G)
      is_fan_let_go_ = !on && is_on(G) && !(closed_ & NEEDS_FAN) && is_hot(now);
    if (terminal == G && is_fan_let_go_)
      return Verdict::ALLOWED;
    return move(terminal, on, now);
  }

  // Let go of a fan that has cooled the elements.
  void watch(Millis now) {
    is_fan_let_go_ = is_fan_let_go_ && !is_alone(now);
    if (is_fan_let_go_ && !is_hot(now))
      move(G, false, now);
  }

  // One step towards the goal; the valve is held unless the compressor is to run.
  void approach(Terminals goal, Millis now) {
    goal &= wired;
    for (const Step &step : STEPS) {
      const bool is_wanted_on = goal & step.terminal;
      if (is_wanted_on != step.on || is_on(step.terminal) == step.on)
        continue;
      if ((step.terminal & VALVE) && !(goal & Y1))
        continue;
      if (!has_to_wait(step, goal, now))
        move(step.terminal, step.on, now);
      return;
    }
  }

  void release_all(Millis now) { commit(closed_ & VALVE, now); }

  Terminals closed() const { return closed_; }
  bool is_on(Terminal terminal) const { return closed_ & terminal; }
  bool is_at_rest() const { return !(closed_ & ~VALVE); }

  bool is_alone(Millis now) const {
    return limits.heartbeat_timeout != 0 && now - heard_ >= limits.heartbeat_timeout;
  }

  Millis rests_for(Millis now) const { return closed_ & COMPRESSOR ? 0 : now - stopped_; }
  bool is_rested(Millis now) const {
    return !(closed_ & COMPRESSOR) && now - stopped_ >= limits.minimum_off;
  }

 private:
  Terminals closed_ = 0;
  Millis stopped_ = 0;  // the compressor was last on
  Millis moved_ = 0;    // the valve moved
  Millis warmed_ = 0;   // something that needs the fan was last on
  Millis heated_ = 0;   // electric heat was last on
  Millis heard_ = 0;
  bool is_fan_let_go_ = false;  // as soon as the elements have cooled

  bool is_hot(Millis now) const { return now - heated_ < HOT_FOR; }

  Verdict judge(Terminals closed) const {
    for (const Conflict &conflict : CONFLICTS) {
      const bool is_closed = (closed & conflict.closed) == conflict.closed;
      const bool is_open = (wired & ~closed & conflict.open) == conflict.open;
      if (is_closed && is_open)
        return conflict.verdict;
    }
    return Verdict::ALLOWED;
  }

  Verdict move(Terminal terminal, bool on, Millis now) {
    const Terminals released = terminal == Y1 ? COMPRESSOR : Terminals{terminal};
    const Terminals next = on ? closed_ | terminal : closed_ & ~released;
    if (next == closed_)
      return Verdict::ALLOWED;
    const Verdict verdict = judge_move(terminal, on, next, now);
    if (verdict == Verdict::ALLOWED)
      commit(next, now);
    return verdict;
  }

  Verdict judge_move(Terminal terminal, bool on, Terminals next, Millis now) const {
    if (!(terminal & wired))
      return Verdict::NOT_WIRED;
    if ((terminal & VALVE) && !is_rested(now))
      return Verdict::UNDER_PRESSURE;
    if (terminal == Y1 && on && !is_rested(now))
      return Verdict::RESTING;
    if (terminal == Y1 && on && now - moved_ < SETTLING)
      return Verdict::SETTLING;
    return judge(next);
  }

  void commit(Terminals next, Millis now) {
    if ((closed_ | next) & COMPRESSOR)
      stopped_ = now;
    if (closed_ & NEEDS_FAN)
      warmed_ = now;
    if (closed_ & ELECTRIC)
      heated_ = now;
    if ((next & NEEDS_FAN) || !(next & G))
      is_fan_let_go_ = false;  // it is needed anew, or off
    if ((closed_ ^ next) & VALVE)
      moved_ = now;
    closed_ = next;
  }

  bool has_to_wait(const Step &step, Terminals goal, Millis now) const {
    if (step.terminal == G && step.on)  // no cold draught while the compressor rests
      return (goal & Y1) && !is_rested(now);
    if (step.terminal == G)
      return is_hot(now) || now - warmed_ < limits.fan_run_on;
    return step.terminal == W1 && step.on && now - stopped_ < PURGE;
  }
};

}  // namespace board_safety
