/* A date stays as it was typed; the server says what is wrong with it. The picker would put today, or a date of its own, in the place of what it cannot read. */
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
