#include "heat_pump_board.h"

#include "esphome/core/hal.h"
#include "esphome/core/helpers.h"
#include "esphome/core/log.h"

namespace esphome::heat_pump_board {

static const char *const TAG = "heat_pump_board";

void TerminalSwitch::setup() {
  this->relay_->turn_off();
  this->control(this->get_initial_state_with_restore_mode().value_or(false));
}

void TerminalSwitch::dump_config() { LOG_SWITCH("", "Terminal", this); }

// Also when nothing changed: a write that a port expander missed is made up for.
void TerminalSwitch::set(bool on) {
  this->relay_->set_state(on);
  this->publish_state(on);
}

void TerminalSwitch::write_state(bool on) { this->board_->request(this, on); }

void HeatPumpBoard::add_terminal(TerminalSwitch *terminal) {
  this->terminals_.push_back(terminal);
  this->rules_.wired |= terminal->terminal;
}

void HeatPumpBoard::add_room(sensor::Sensor *room, uint32_t stale) {
  auto &thermometer = this->thermostat_.belief.rooms[this->rooms_++];
  thermometer.stale = stale;
  room->add_on_state_callback([&thermometer](float celsius) { thermometer.feel(celsius, millis_64()); });
}

void HeatPumpBoard::set_outdoor(sensor::Sensor *outdoor) {
  outdoor->add_on_state_callback([this](float celsius) { this->thermostat_.belief.outdoor.feel(celsius, millis_64()); });
}

void HeatPumpBoard::setup() {
  this->rules_.boot(millis_64());
  this->thermostat_.boot(millis_64());
  this->memory_ = global_preferences->make_preference<Plan>(fnv1_hash("heat_pump_board_plan"), true);
  if (this->memory_.load(&this->kept_))
    this->thermostat_.restore(this->kept_);
}

void HeatPumpBoard::update() {
  this->thermostat_.watch(millis_64());
  this->move_relays_();
  this->keep_plan_();
}

// At once: a power cut may come before anything else would be written.
void HeatPumpBoard::keep_plan_() {
  if (this->plan() == this->kept_ || !this->plan().is_there() || !this->pen_.may_write(millis_64()))
    return;
  this->kept_ = this->plan();
  this->pen_.write(millis_64());
  if (!this->memory_.save(&this->kept_) || !global_preferences->sync())
    ESP_LOGW(TAG, "The plan could not be kept");
}

void HeatPumpBoard::on_shutdown() {
  this->rules_.release_all(millis_64());
  this->move_relays_();
}

void HeatPumpBoard::request(const TerminalSwitch *terminal, bool on) {
  const auto verdict = this->rules_.request(terminal->terminal, on, millis_64());
  if (verdict != board_safety::Verdict::ALLOWED) {
    this->refusal_ = terminal->get_name().str() + (on ? " on: " : " off: ") + board_safety::text(verdict);
    ESP_LOGW(TAG, "Refused: %s", this->refusal_.c_str());
  }
  this->move_relays_();
}

void HeatPumpBoard::heartbeat() { this->thermostat_.heartbeat(millis_64()); }

bool HeatPumpBoard::is_alone() const { return this->rules_.is_alone(millis_64()); }

bool HeatPumpBoard::may_restart() const { return this->thermostat_.may_restart(millis_64()); }

const char *HeatPumpBoard::status() { return this->thermostat_.status(millis_64()); }

float HeatPumpBoard::indoors() const { return this->thermostat_.belief.indoors(millis_64()); }

const char *HeatPumpBoard::tell(const Plan &plan, float outdoors) {
  const char *why = this->thermostat_.tell(plan, outdoors, millis_64());
  if (why != nullptr)
    ESP_LOGW(TAG, "Plan refused: %s", why);
  this->keep_plan_();
  return why;
}

const char *HeatPumpBoard::tell_by_hand(Mode mode, float heat, float cool) {
  const char *why = this->thermostat_.tell_by_hand(mode, heat, cool, millis_64());
  if (why != nullptr)
    ESP_LOGW(TAG, "Refused: %s", why);
  this->keep_plan_();
  return why;
}

const char *HeatPumpBoard::turn(float by) {
  Plan next = this->plan();
  (next.mode == Mode::COOL ? next.cool : next.heat) += by;
  return this->tell_by_hand(next.mode, next.heat, next.cool);
}

const char *HeatPumpBoard::next_mode() {
  const bool is_last = this->plan().mode == (this->plan().can_cool ? Mode::HEAT_COOL : Mode::HEAT);
  const auto next = static_cast<unsigned>(this->plan().mode) + 1;
  return this->set_mode(is_last ? Mode::OFF : static_cast<Mode>(next));
}

std::string HeatPumpBoard::plan_text() const {
  const Plan &plan = this->plan();
  if (!plan.is_there())
    return "none";
  const char *whose = plan.is_by_hand ? ", by hand" : "";
  char text[48];
  if (plan.mode == Mode::OFF) {
    snprintf(text, sizeof text, "off%s", whose);
  } else if (plan.mode == Mode::HEAT_COOL) {
    snprintf(text, sizeof text, "%.1f to %.1f °C%s", plan.heat, plan.cool, whose);
  } else {
    const float setpoint = board_safety::heats(plan.mode) ? plan.heat : plan.cool;
    snprintf(text, sizeof text, "%s to %.1f °C%s", plan.is_emergency ? "emergency heat" : this->mode_name(), setpoint, whose);
  }
  return text;
}

float HeatPumpBoard::plan_age() const {
  return this->plan().is_there() ? board_safety::in_minutes(this->thermostat_.age(millis_64())) : NAN;
}

void HeatPumpBoard::move_relays_() {
  if (this->guard_ != nullptr)
    this->guard_->set_state(this->thermostat_.is_looked_after(millis_64()));
  for (const Terminal next : board_safety::ORDER) {
    for (auto *terminal : this->terminals_) {
      if (terminal->terminal == next)
        terminal->set(this->rules_.is_on(next));
    }
  }
}

void HeatPumpBoard::dump_config() {
  ESP_LOGCONFIG(TAG,
                "Heat pump board:\n"
                "  Minimum off: %us\n"
                "  Heartbeat timeout: %us (0: none)",
                (unsigned) (this->rules_.limits.minimum_off / 1000),
                (unsigned) (this->rules_.limits.heartbeat_timeout / 1000));
}

}  // namespace esphome::heat_pump_board
