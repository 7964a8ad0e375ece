package dev.faroe.sample.mailbox;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Tells all pages that there is a mailbox.
 */
@ControllerAdvice
@ConditionalOnMailbox
class MailboxLink {

	@ModelAttribute("mailbox")
	boolean mailbox() {
		return true;
	}

}
