using System.Reflection;

namespace Enas.Host.Tests.Layering;

/// <summary>The types that a type names: in its bases, members, attributes and in the bodies of its methods.</summary>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyCollection<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        foreach (var named in Bases(type).Concat(type.GetFields(Declared).Select(field => field.FieldType)).Concat(Attributes(type)))
        {
            Add(found, named);
        }

        foreach (var method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
        {
            foreach (var named in Signature(method).Concat(Attributes(method)).Concat(Body(method)))
            {
                Add(found, named);
            }
        }

        return found;
    }

    private static IEnumerable<Type> Bases(Type type) =>
    [
        .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
        .. type.GetInterfaces(),
        .. type.GetGenericArguments().SelectMany(Constraints),
    ];

    private static Type[] Constraints(Type argument) => argument.IsGenericParameter ? argument.GetGenericParameterConstraints() : [];

    private static IEnumerable<Type> Attributes(MemberInfo member) => member.GetCustomAttributesData().SelectMany(attribute =>
        attribute.ConstructorArguments.Select(argument => argument.Value).OfType<Type>().Prepend(attribute.AttributeType));

    private static IEnumerable<Type> Signature(MethodBase method) =>
    [
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        .. method is MethodInfo info ? [info.ReturnType, .. info.GetGenericArguments().SelectMany(Constraints)] : Type.EmptyTypes,
    ];

    private static IEnumerable<Type> Body(MethodBase method) => method.GetMethodBody() is { } body
        ? [
            .. body.LocalVariables.Select(local => local.LocalType),
            .. body.ExceptionHandlingClauses
                .Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
                .Select(clause => clause.CatchType!),
            .. MethodTokens.Of(body.GetILAsByteArray()!).SelectMany(token => Named(Resolve(method, token))),
        ]
        : [];

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    private static IEnumerable<Type> Named(MemberInfo? member) => member switch
    {
        Type type => [type],
        MethodBase { DeclaringType: { } owner } method => [owner, .. method.IsGenericMethod ? method.GetGenericArguments() : []],
        { DeclaringType: { } owner } => [owner],
        _ => [],
    };

    private static void Add(HashSet<Type> found, Type type)
    {
        if (type.HasElementType)
        {
            Add(found, type.GetElementType()!);
            return;
        }

        foreach (var argument in type.IsGenericParameter ? [] : type.GetGenericArguments())
        {
            Add(found, argument);
        }

        found.Add(type);
    }
}
