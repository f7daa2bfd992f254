#pragma once

// The thermostat of a board that is alone: by the plan it was told, and what its own
// sensors say. Plain C++ like the gate, through which all it does goes. Each second it
// decides what should be on; the board takes one step at a time towards that.
//
// Here: what it is told and tells, and what the room asks for. What it knows of the
// temperatures is in board_belief.h, what the weather allows in board_weather.h, what then
// runs in board_stages.h, what a room is owed that nobody knows in board_duty.h.

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "board_account.h"
#include "board_belief.h"
#include "board_duty.h"
#include "board_plan.h"
#include "board_safety.h"
#include "board_stages.h"
#include "board_weather.h"

namespace board_safety {

constexpr float ENDS_ABOVE = 0.8f;  // K, a call that backup heat has helped
constexpr Millis CHANGEOVER = 10 * MINUTE;
constexpr Millis BLIND_CYCLE = 40 * MINUTE;
constexpr Millis CALM_AFTER = 6 * HOUR;      // of power: a restart costs the compressor's rest
constexpr Millis BELONGS_FOR = 30 * MINUTE;  // a board to the thermostat that told it a plan

// What keeps the house from freezing, whatever else is wanted.
struct Fallback {
  Terminals heat = 0;  // while there is no plan
  float on_below = 5;
  float off_at = 7;
};

enum class Side : uint8_t { NONE, HEAT, COOL };

class Thermostat {
 public:
  Fallback fallback;
  Belief belief;

  explicit Thermostat(Board &board) : board_(board) {}

  void boot(Millis now) {
    watched_ = now;
    stages_.boot(now);
  }

  const Plan &plan() const { return plan_; }
  Millis age(Millis now) const { return now - told_; }  // of the plan; at least since power-up

  void restore(const Plan &plan) {
    if (plan.is_there() && !refusal(plan))
      plan_ = plan;
  }

  // Take a plan over, whole; return why not, or nothing.
  const char *tell(const Plan &plan, float outdoors, Millis now) {
    if (const char *why = refusal(plan))
      return why;
    if (const char *why = not_wired(plan))
      return why;
    if (told_ && plan.author != plan_.author && age(now) < BELONGS_FOR)
      return "another thermostat has told its plan";
    plan_ = plan;
    plan_.version = Plan::VERSION;
    told_ = now;
    belief.tell_outdoors(outdoors, now);
    return nullptr;
  }

  // A person at the board wants something else. While the thermostat lives, it decides.
  const char *tell_by_hand(Mode mode, float heat, float cool, Millis now) {
    if (!plan_.is_there())
      return "there is no plan yet";
    if (!board_.is_alone(now))
      return "the thermostat decides";
    Plan next = plan_;
    next.mode = mode;
    next.heat = heat;
    next.cool = cool;
    next.is_by_hand = true;
    next.is_emergency = next.is_emergency && mode == Mode::HEAT;
    const char *why = refusal(next);
    if (!why)
      plan_ = next;
    return why;
  }

  // What a thermostat that is back has not heard of yet; telling it forgets it.
  bool has_account() const { return is_unread_; }
  Account tell_account() {
    const Account told = account_;
    account_ = {};
    is_unread_ = false;
    return told;
  }

  void heartbeat(Millis now) {
    if (board_.is_alone(now))
      is_unread_ = true;
    else if (!is_unread_)
      account_ = {};
    board_.heartbeat(now);
  }

  // Once a second.
  void watch(Millis now) {
    const Millis elapsed = std::min(now - watched_, MINUTE);
    watched_ = now;
    const float room = belief.indoors(now);
    look(room, elapsed, now);
    board_.watch(now);
    const bool is_alone = board_.is_alone(now);
    if (is_alone && (!was_alone_ || std::isnan(room) != was_blind_))
      take_over(now);
    was_alone_ = is_alone;
    was_blind_ = std::isnan(room);
    is_freezing_ = is_alone && (room < fallback.on_below || (is_freezing_ && room < fallback.off_at));
    if (is_alone)
      board_.approach(goal(room, elapsed, now), now);
  }

  // Whether somebody looks after the house: the thermostat, or the board by a plan and a
  // sensor that is believed.
  bool is_looked_after(Millis now) const {
    return !board_.is_alone(now) || (plan_.is_there() && !std::isnan(belief.indoors(now)));
  }

  // Whether nothing is lost by a restart that may bring a network back.
  bool may_restart(Millis now) const {
    const bool is_calm = !plan_.is_there() || (now >= CALM_AFTER && side_ == Side::NONE && !was_blind_);
    return board_.is_alone(now) && board_.is_at_rest() && is_calm;
  }

  const char *status(Millis now) {
    if (!board_.is_alone(now))
      return board_.is_on(Y1) ? "compressor runs" : board_.is_rested(now) ? "ready" : "compressor rests";
    if (is_freezing_)
      return "no heartbeat, keeps the house from freezing";
    if (!plan_.is_there() || plan_.mode == Mode::OFF)
      return board_.is_at_rest() ? "no heartbeat, released" : "no heartbeat, releasing";
    if (was_blind_)
      return heats(plan_.mode) ? "alone without a thermometer, heats by the weather" : "alone without a thermometer";
    if (plan_.is_emergency)
      return text("alone, emergency heat to %.1f °C", plan_.heat);
    if (plan_.mode == Mode::HEAT_COOL)
      return text("alone, keeps %.1f to %.1f °C", plan_.heat, plan_.cool);
    return heats(plan_.mode) ? text("alone, heats to %.1f °C", plan_.heat) : text("alone, cools to %.1f °C", plan_.cool);
  }

 private:
  Board &board_;
  Plan plan_;
  Stages stages_{board_, plan_};
  Weather weather_;
  Duty duty_;
  Account account_;
  char text_[64];

  Side side_ = Side::NONE;       // what the room asks for
  Side last_side_ = Side::NONE;  // what it asked for last
  bool is_freezing_ = false;
  bool was_alone_ = false;
  bool was_blind_ = false;
  bool is_unread_ = false;  // the account
  Millis watched_ = 0;
  Millis told_ = 0;
  Millis called_ = 0;     // the room, for what it asks for
  Millis contended_ = 0;  // the other side asks since; 0: it does not
  Millis blind_since_ = 0;

  template<typename... Args> const char *text(const char *format, Args... args) {
    std::snprintf(text_, sizeof text_, format, args...);
    return text_;
  }

  const char *not_wired(const Plan &plan) const {
    const bool is_electric = plan.backup == Backup::ELECTRIC, is_fuel = plan.backup == Backup::FUEL;
    if ((is_electric && !(board_.wired & ELECTRIC)) || (is_fuel && !(board_.wired & W1)))
      return "the backup has no relay here";
    return plan.can_heat && plan.can_cool && !(board_.wired & VALVE) ? "the valve has no relay here" : nullptr;
  }

  // What is seen, alone or not.
  void look(float room, Millis elapsed, Millis now) {
    const Terminals on = board_.closed();
    const bool has_started = stages_.look(now);
    weather_.look(belief.outdoors(now), plan_, side_ == Side::HEAT, side_ == Side::COOL, now);
    if (!std::isnan(room))
      duty_.learn(stages_.heat_of(on), room - belief.outdoors(now), elapsed);
    if (board_.is_alone(now) || !is_unread_)
      account_.enter(on, has_started, room, elapsed);
  }

  // Go on with what runs: a compressor that may run on is not stopped.
  void take_over(Millis now) {
    const Terminals on = board_.closed();
    const bool is_called = on & (Y1 | ELECTRIC | W1);
    side_ = !is_called ? Side::NONE : on & Y1 && stages_.is_cooling(on) ? Side::COOL : Side::HEAT;
    last_side_ = is_called ? side_ : last_side_;
    stages_.take_over();
    called_ = blind_since_ = now;
    contended_ = 0;
  }

  Terminals goal(float room, Millis elapsed, Millis now) {
    if (!plan_.is_there())
      return is_freezing_ ? fallback.heat : 0;
    const float weather = belief.outdoors(now);
    if (std::isnan(room))
      return blind({0, weather, weather_.is_too_cold(), is_freezing_, elapsed, now});
    side_ = is_freezing_ ? Side::HEAT : next_side(room, now);
    belief.doubt(plan_.heat - room, side_ == Side::HEAT ? now - called_ : 0, heats(plan_.mode), now);
    const float beyond = side_ == Side::COOL ? room - plan_.cool : heat_setpoint() - room;
    const Terminals wanted = run({beyond, weather, weather_.is_too_cold(), is_freezing_, elapsed, now});
    return wanted & Y1 ? wanted : wanted | stages_.held(wanted, room, now);
  }

  Terminals run(const Need &need) {
    if (side_ == Side::NONE)
      stages_.rest(need.elapsed);
    return side_ == Side::HEAT ? stages_.heating(need) : side_ == Side::COOL ? stages_.cooling(need) : 0;
  }

  // Nobody knows how warm it is: heat for its share of every cycle.
  Terminals blind(const Need &need) {
    side_ = Side::NONE;
    const float into = static_cast<float>((need.now - blind_since_) % BLIND_CYCLE) / BLIND_CYCLE;
    return heats(plan_.mode) ? stages_.blind(duty_.owed(need.weather) - into, need) : 0;
  }

  float heat_setpoint() const { return heats(plan_.mode) ? plan_.heat : fallback.off_at; }

  // A call begins a differential beyond the setpoint and ends one within it; one for the
  // other side waits.
  Side next_side(float room, Millis now) {
    const Side asked = asked_side(room);
    const bool turns = asked != Side::NONE && last_side_ != Side::NONE && asked != last_side_;
    contended_ = !turns ? 0 : contended_ ? contended_ : now;
    if (asked == Side::NONE || (turns && now - contended_ < CHANGEOVER))
      return Side::NONE;
    called_ = asked == side_ ? called_ : now;
    last_side_ = asked;
    return asked;
  }

  Side asked_side(float room) const {
    const float ends = stages_.is_helped() ? ENDS_ABOVE : plan_.heat_differential;
    const float low = plan_.heat + (side_ == Side::HEAT ? ends : -plan_.heat_differential);
    const float high = plan_.cool - (side_ == Side::COOL ? 1 : -1) * plan_.cool_differential;
    if (heats(plan_.mode) && room < std::min(low, WARMEST))
      return Side::HEAT;
    return cools(plan_.mode) && room > std::max(high, COLDEST) && may_cool() ? Side::COOL : Side::NONE;
  }

  bool may_cool() const {
    return plan_.can_cool && (plan_.has_no_cooling_limit() || weather_.is_warm_enough());
  }
};

}  // namespace board_safety
