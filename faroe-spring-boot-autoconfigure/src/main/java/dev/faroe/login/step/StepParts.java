package dev.faroe.login.step;

import java.time.Clock;

/**
 * What all steps need.
 *
 * @param settings the settings
 * @param answers what answers
 * @param remembered where to go on to
 * @param clock what tells the time
 */
record StepParts(LogInStepProperties settings, StepAnswers answers, RememberedRequest remembered, Clock clock) {
}
