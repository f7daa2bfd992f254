#include "heat_pump_board.h"

#include "esphome/core/hal.h"
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

void HeatPumpBoard::setup() {
  this->rules_.boot(millis_64());
  if (this->room_ != nullptr)
    this->room_->add_on_state_callback([this](float celsius) { this->rules_.feel(celsius, millis_64()); });
}

void HeatPumpBoard::update() {
  this->rules_.watch(millis_64());
  this->move_relays_();
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

void HeatPumpBoard::heartbeat() { this->rules_.heartbeat(millis_64()); }

bool HeatPumpBoard::is_alone() const { return this->rules_.is_alone(millis_64()); }

const char *HeatPumpBoard::status() const { return this->rules_.status(millis_64()); }

void HeatPumpBoard::move_relays_() {
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
