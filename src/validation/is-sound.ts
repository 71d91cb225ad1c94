import { getMetadataStorage, ValidationTypes } from 'class-validator';

type Storage = ReturnType<typeof getMetadataStorage>;
type Metadata = Parameters<Storage['addValidationMetadata']>[0];
type Condition = (object: object, value: unknown) => boolean;
type Rule = (object: object) => boolean;

const { CUSTOM_VALIDATION: CUSTOM, CONDITIONAL_VALIDATION: CONDITION } = ValidationTypes;
const rulesByClass = new Map<unknown, readonly Rule[]>();

/**
 * True if `object` meets every class-validator rule of its class; false may also mean that this function cannot tell, and
 * class-validator must.
 * class-validator looks the rules up for every object, which takes several times as long as applying them; here they
 * are looked up once for every class, when its first object comes.
 */
export function isSound(object: object): boolean {
  let rules = rulesByClass.get(object.constructor);
  if (!rules) rulesByClass.set(object.constructor, (rules = rulesOf(object.constructor)));
  return rules.every((holds) => holds(object));
}

function rulesOf(type: object['constructor']): Rule[] {
  const storage = getMetadataStorage();
  const all = storage.getTargetValidationMetadatas(type, '', false, false);
  return Object.entries(storage.groupByPropertyName(all)).map(([property, metadata]) => {
    const conditions = metadata
      .filter((one) => one.type === CONDITION)
      .map(({ constraints }) => constraints[0] as Condition);
    const rules = metadata.filter((one) => one.type !== CONDITION).map((one) => ruleOf(one, storage));
    return (object) => {
      const value: unknown = Reflect.get(object, property);
      return !conditions.every((applies) => applies(object, value)) || rules.every((holds) => holds(object));
    };
  });
}

function ruleOf(metadata: Metadata, storage: Storage): Rule {
  const { type, propertyName: property, constraints, each, validateIf } = metadata;
  // Nested objects, rules with conditions of their own: left to class-validator.
  if (type !== CUSTOM || validateIf) return () => false;
  const validators = storage.getTargetValidatorConstraints(metadata.constraintCls).map(({ instance }) => instance);
  return (object) => {
    const value: unknown = Reflect.get(object, property);
    if (each && (value instanceof Set || value instanceof Map)) return false;
    const values: unknown[] = each && Array.isArray(value) ? value : [value];
    const given = { targetName: object.constructor.name, property, object, value, constraints };
    return validators.every((validator) => values.every((one) => validator.validate(one, given) === true));
  };
}
