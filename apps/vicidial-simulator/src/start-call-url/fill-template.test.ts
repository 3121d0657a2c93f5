import { expect, test } from 'vitest';
import { fillTemplate } from './fill-template.ts';

test('known names are filled whatever their case, unknown ones stay', () => {
  const template = 'VARhttp://crm.test/pop?p=--A--Phone_Number--B--&n=--A--fullname--B--&x=--A--nonsense--B--';
  const filled = fillTemplate(template, { phone_number: '5550001111', fullname: " Zoë O'Neil & Co " });
  expect(filled).toBe('http://crm.test/pop?p=5550001111&n=Zo%C3%AB+O%27Neil+%26+Co&x=--A--nonsense--B--');
});
