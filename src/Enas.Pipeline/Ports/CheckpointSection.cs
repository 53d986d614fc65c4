namespace Enas.Pipeline.Ports;

/// <summary>The content of one section of a checkpoint, as its owner saves and loads it.</summary>
/// <param name="kind">What it is; where it was read, its version is that of the content.</param>
/// <param name="step">The checkpoint's step, for messages.</param>
public sealed class CheckpointSection(SectionKind kind, long step)
{
    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, CheckpointTensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>What it is.</summary>
    public SectionKind Kind { get; } = kind;

    /// <summary>Its texts, in ordinal order of their keys.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> Texts => _texts;

    /// <summary>Its tensors, in ordinal order of their names.</summary>
    public IReadOnlyCollection<CheckpointTensor> Tensors => _tensors.Values;

    /// <summary>Adds a text.</summary>
    /// <exception cref="ArgumentException">The key is not the section's, or there already.</exception>
    public void Add(string key, string text) => _texts.Add(Own(key), text);

    /// <summary>Adds a tensor.</summary>
    /// <exception cref="ArgumentException">The name is not the section's, or there already.</exception>
    public void Add(CheckpointTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        _tensors.Add(Own(tensor.Name), tensor);
    }

    /// <summary>Adds tensors.</summary>
    /// <exception cref="ArgumentException">A name is not the section's, or there already.</exception>
    public void Add(IEnumerable<CheckpointTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (var tensor in tensors)
        {
            Add(tensor);
        }
    }

    /// <summary>The text of a key.</summary>
    /// <exception cref="CheckpointSectionException">It is not there.</exception>
    public string Text(string key) => _texts.TryGetValue(key, out var text) ? text : throw Lacks(key);

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="CheckpointSectionException">It is not there.</exception>
    public CheckpointTensor Tensor(string name) => _tensors.TryGetValue(name, out var tensor) ? tensor : throw Lacks(name);

    /// <summary>A text that says something else than what its key stands for.</summary>
    public CheckpointSectionException Unreadable(string key) => CheckpointSectionException.Unreadable(step, Kind, key, Text(key));

    private CheckpointSectionException Lacks(string name) => CheckpointSectionException.Lacking(step, Kind, name);

    private string Own(string name) => Kind.Holds(name)
        ? name : throw new ArgumentException($"{name} is no name of the section {Kind.Name}, which holds {string.Join(", ", Kind.Names)}");
}
