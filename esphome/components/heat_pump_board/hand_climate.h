#pragma once

#include "esphome/core/defines.h"
#ifdef USE_CLIMATE

#include <cmath>

#include "esphome/components/climate/climate.h"
#include "heat_pump_board.h"

namespace esphome::heat_pump_board {

// Shows the plan, and changes it while the board is alone.
class HandClimate : public climate::Climate, public PollingComponent {
 public:
  explicit HandClimate(HeatPumpBoard *board) : board_(board) {}

  void setup() override { this->show_(); }

  void update() override {
    const float room = this->board_->indoors();
    const bool is_room_new = std::fabs(room - this->current_temperature) >= 0.1f ||
                             std::isnan(room) != std::isnan(this->current_temperature);
    if (is_room_new || !(this->board_->plan() == this->shown_))
      this->show_();
  }

 protected:
  climate::ClimateTraits traits() override {
    climate::ClimateTraits traits;
    traits.add_feature_flags(climate::CLIMATE_SUPPORTS_CURRENT_TEMPERATURE |
                             climate::CLIMATE_REQUIRES_TWO_POINT_TARGET_TEMPERATURE);
    for (const auto mode : CLIMATES)
      traits.add_supported_mode(mode);
    traits.set_visual_min_temperature(5);
    traits.set_visual_max_temperature(35);
    traits.set_visual_temperature_step(0.5f);
    return traits;
  }

  void control(const climate::ClimateCall &call) override {
    Plan next = this->board_->plan();
    if (const auto mode = call.get_mode())
      next.mode = mode_of(*mode);
    this->board_->tell_by_hand(next.mode, call.get_target_temperature_low().value_or(next.heat),
                               call.get_target_temperature_high().value_or(next.cool));
    this->show_();  // as it is, where it was refused
  }

  void show_() {
    this->shown_ = this->board_->plan();
    this->mode = CLIMATES[static_cast<unsigned>(this->shown_.mode)];
    this->target_temperature_low = this->shown_.heat;
    this->target_temperature_high = this->shown_.cool;
    this->current_temperature = this->board_->indoors();
    this->publish_state();
  }

 private:
  static constexpr climate::ClimateMode CLIMATES[] = {climate::CLIMATE_MODE_OFF, climate::CLIMATE_MODE_HEAT,
                                                      climate::CLIMATE_MODE_COOL, climate::CLIMATE_MODE_HEAT_COOL};

  static Mode mode_of(climate::ClimateMode mode) {
    for (unsigned each = 0; each < 4; each++) {
      if (CLIMATES[each] == mode)
        return static_cast<Mode>(each);
    }
    return Mode::OFF;
  }

  HeatPumpBoard *board_;
  Plan shown_;
};

}  // namespace esphome::heat_pump_board

#endif
