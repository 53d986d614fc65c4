namespace Enas.Pipeline.Options;

/// <summary>Reads an option whose value is neither a number nor a text, with every fault at its place.</summary>
internal interface IOptionForm
{
    /// <summary>What it is in a JSON schema: the value of <c>type</c>.</summary>
    string SchemaType { get; }

    /// <summary>The canonical text of a value, so that equal values are equal texts; null where it is refused, with all
    /// that is wrong.</summary>
    (string? Json, IReadOnlyList<ValueFault> Faults) Read(PlacedNode node);
}
