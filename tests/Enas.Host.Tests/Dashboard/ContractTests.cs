using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Tests.Layering;

namespace Enas.Host.Tests.Dashboard;

/// <summary>The client's types are what the server answers: property by property, in order, with types and nulls.</summary>
public sealed partial class ContractTests
{
    private const string Suffix = "Answer";

    [Fact]
    public void Types_of_the_client_are_the_records_of_the_server()
    {
        var client = Interfaces();
        var server = typeof(AnswerJson).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(AnswerJson).Namespace && type.Name.EndsWith(Suffix, StringComparison.Ordinal))
            .SelectMany(type => (Type[])[type, .. BaseOf(type) is { } known ? (Type[])[known] : []], (type, one) => (type, one))
            .DistinctBy(both => both.one)
            .ToDictionary(both => NameOf(both.one), both => LinesOf(both.one, both.type), StringComparer.Ordinal);
        Assert.True(server.Count > 50, $"{server.Count} records were found");
        Assert.Equal(server.Keys.Order(StringComparer.Ordinal), client.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, properties) in server)
        {
            Assert.True(properties.SequenceEqual(client[name], StringComparer.Ordinal),
                $"{name} is\n  {string.Join("\n  ", properties)}\non the server, and in api.ts\n  {string.Join("\n  ", client[name])}");
        }
    }

    private static Dictionary<string, string[]> Interfaces() => Interface()
        .Matches(Comment().Replace(File.ReadAllText(SourceProject.PathOf(
            "src", "Enas.Host", "Dashboard", "client", "src", "api.ts")), string.Empty))
        .ToDictionary(match => match.Groups[1].Value, match => (string[])[match.Groups[2].Value, .. match.Groups[3].Value
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)], StringComparer.Ordinal);

    /// <summary>What a record is made of, and its own properties.</summary>
    /// <param name="type">The record.</param>
    /// <param name="whole">It, or one that is made of it and answered.</param>
    private static string[] LinesOf(Type type, Type whole)
    {
        var own = type.GetProperties(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.Instance)
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ToHashSet(StringComparer.Ordinal);
        return [BaseOf(type) is { } known ? $"extends {NameOf(known)}" : string.Empty, .. AnswerJson.Default.GetTypeInfo(whole)!.Properties
            .Where(property => own.Contains(property.Name)).Select(property => $"{property.Name}: {TypeOf(property)}")];
    }

    private static Type? BaseOf(Type type) => type.BaseType is { } known && known.Namespace == type.Namespace ? known : null;

    private static string TypeOf(JsonPropertyInfo property) => TypeOf(property.PropertyType)
        + (property.IsGetNullable && Nullable.GetUnderlyingType(property.PropertyType) is null ? " | null" : string.Empty);

    private static string TypeOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return TypeOf(value) + " | null";
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var item = TypeOf(type.GetGenericArguments()[0]);
            return item.EndsWith(" | null", StringComparison.Ordinal) ? $"({item})[]" : item + "[]";
        }

        return type == typeof(string) ? "string" : type == typeof(bool) ? "boolean" : type.IsPrimitive ? "number" : NameOf(type);
    }

    private static string NameOf(Type type) =>
        type.Name.EndsWith(Suffix, StringComparison.Ordinal) ? type.Name[..^Suffix.Length] : type.Name;

    [GeneratedRegex(@"export interface (\w+) (?:(extends \w+) )?\{([^}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Interface();

    [GeneratedRegex(@"/\*.*?\*/|//[^\n]*", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Comment();
}
