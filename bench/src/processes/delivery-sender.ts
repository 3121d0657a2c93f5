import { answerParent } from '../measure/child-process.ts';
import { type DeliveryQuestion, sendDeliveries } from '../measure/delivery-load.ts';

answerParent((question: DeliveryQuestion) => sendDeliveries(question));
