package dev.faroe.sample;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * The web pages, which an application that is nothing but the REST API does not look at.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty("sample.pages.enabled")
@ComponentScan({ "dev.faroe.sample.pages", "dev.faroe.sample.mailbox" })
class PageScan {

}
