using System.Reflection;

namespace Enas.Pipeline.Tests.Numerics;

/// <summary>
/// The list that keeps inexact functions out of Pipeline and Cpu, against the framework's own list: whatever is not known to be exact on
/// every machine must be banned, functions that a newer framework adds included.
/// </summary>
public sealed class BannedArithmeticTests
{
    // IEEE 754 gives one result for each of these; the others return no floating-point value.
    private static readonly string[] s_exact =
    [
        "Abs", "BigMul", "BitDecrement", "BitIncrement", "Ceiling", "Clamp", "ConvertToInteger", "CopySign", "CreateChecked",
        "CreateSaturating", "CreateTruncating",
            "DegreesToRadians", "DivRem", "Floor", "FusedMultiplyAdd", "IEEERemainder", "Ieee754Remainder", "Max",
        "MaxMagnitude", "MaxMagnitudeNumber", "MaxNumber", "Min", "MinMagnitude", "MinMagnitudeNumber", "MinNumber", "Parse",
        "RadiansToDegrees", "Round", "ScaleB", "ILogB", "Sign", "Sqrt", "Truncate", "TryParse",
    ];

    private static readonly string[] s_banned =
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "BannedSymbols.Arithmetic.txt")).Select(line => line.Split(';')[0])];

    [Theory]
    [InlineData(typeof(Math))]
    [InlineData(typeof(MathF))]
    [InlineData(typeof(double))]
    [InlineData(typeof(float))]
    public void Every_function_that_is_not_exact_is_banned(Type type)
    {
        var inexact = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName
                && !s_exact.Contains(method.Name) && !method.Name.StartsWith("Is", StringComparison.Ordinal))
            .Select(DocumentationId)
            .ToArray();
        Assert.NotEmpty(inexact);
        Assert.Empty(inexact.Except(s_banned));
    }

    [Theory]
    [InlineData("T:System.Numerics.Tensors.TensorPrimitives")]
    [InlineData("T:System.Numerics.IExponentialFunctions`1")]
    [InlineData("M:System.Numerics.Vector.Exp(System.Numerics.Vector{System.Double})")]
    [InlineData("M:System.Runtime.Intrinsics.Vector512.Log(System.Runtime.Intrinsics.Vector512{System.Single})")]
    public void Other_ways_to_them_are_banned(string symbol) => Assert.Contains(symbol, s_banned);

    private static string DocumentationId(MethodInfo method)
    {
        var parameters = method.GetParameters().Select(parameter => parameter.ParameterType.FullName);
        var arity = method.IsGenericMethod ? "``1" : string.Empty;
        return $"M:{method.DeclaringType!.FullName}.{method.Name}{arity}({string.Join(',', parameters)})";
    }
}
