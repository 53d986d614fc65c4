using System.Runtime.CompilerServices;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>
/// Words as UTF-8 bytes, numbered in order of first addition: open addressing over a table of powers of two, FNV-1a. Nothing is read out
/// in table order, so the order of hashing reaches nobody; and a word is looked up without making a string.
/// </summary>
internal sealed class Utf8WordTable
{
    private const uint FnvOffset = 2166136261;
    private const uint FnvPrime = 16777619;

    private readonly List<byte[]> _words = [];
    private readonly List<uint> _hashes = [];
    private int[] _slots = new int[1024];

    public int Count => _words.Count;

    public ReadOnlySpan<byte> this[int id] => _words[id];

    /// <summary>The word's number, or -1.</summary>
    public int Find(ReadOnlySpan<byte> word) => _slots[Slot(word, Hash(word))] - 1;

    /// <summary>The word's number; a new word gets the next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // Runs a million times, mostly once per process: no time to warm up.
    public int FindOrAdd(ReadOnlySpan<byte> word)
    {
        var hash = Hash(word);
        var slot = Slot(word, hash);
        if (_slots[slot] == 0)
        {
            _words.Add(word.ToArray());
            _hashes.Add(hash);
            _slots[slot] = _words.Count;
            if (2 * _words.Count > _slots.Length)
            {
                Grow();
            }

            return _words.Count - 1;
        }

        return _slots[slot] - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Hash(ReadOnlySpan<byte> word)
    {
        var hash = FnvOffset;
        foreach (var value in word)
        {
            hash = (hash ^ value) * FnvPrime;
        }

        return hash;
    }

    /// <summary>The slot that holds the word (its number plus one), or the free slot where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Slot(ReadOnlySpan<byte> word, uint hash)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(hash & (uint)mask);
        while (_slots[slot] != 0)
        {
            var id = _slots[slot] - 1;
            if (_hashes[id] == hash && word.SequenceEqual(_words[id]))
            {
                break;
            }

            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        var mask = _slots.Length - 1;
        for (var id = 0; id < _words.Count; id++)
        {
            var slot = (int)(_hashes[id] & (uint)mask);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = id + 1;
        }
    }
}
